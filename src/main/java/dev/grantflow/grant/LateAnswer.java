package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.Managed;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.GrantState.Finalized;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer that changes nothing of the grant, because its claim was over when it came, or because
/// it could not be recorded. What the server gave in it would live on with nobody to hold it.
public final class LateAnswer {

  private LateAnswer() {}

  /// What has to be undone at the server, in this order.
  ///
  /// @param present the grant as it is now
  /// @return empty when the answer gave nothing, or when the grant holds what it gave: then it was
  ///   recorded before, and only the word of that was lost
  public static List<Cancellation> leftBehind(Grant present, Answer late) {
    return switch (late) {
      case Answer.InteractionRequired(_, _, var continuation) -> pending(present, continuation);
      case Answer.InteractionToPoll(_, var continuation, _) -> pending(present, continuation);
      case Answer.Unusable(_, var undo, _) -> unusable(present, undo);
      case Answer.StillPending(var continuation, _) -> pending(present, continuation);
      case Answer.Issued(var issue, var continuation, _) -> issued(present, issue, continuation);
      case Answer.Rotated(var token) -> rotated(present, token);
      case Answer.Gone _, Answer.Denied _ -> List.of();
      case Answer.Refused _, Answer.NotNow _, Answer.Unknown _ -> List.of();
    };
  }

  /// Whether it gave what nothing undoes, and what the grant does not tell of.
  ///
  /// @param present the grant as it is now
  public static boolean livesOn(Grant present, Answer late) {
    return late instanceof Answer.Unusable(var error, var undo, var mayLeaveToken)
        && undo == null
        && mayLeaveToken
        && !present.state().equals(new GrantState.Failed(error));
  }

  /// Of tokens one by one, those that the grant holds are spared: a rotation's answer names the
  /// token that was rotated, and the same `manage` may be that of the token which came after.
  private static List<Cancellation> unusable(Grant present, @Nullable Cancellation undo) {
    return switch (undo) {
      case null -> List.of();
      case OfGrant(var continuation) -> pending(present, continuation);
      case OfTokens(var remaining) -> {
        var held = Holding.of(present.state());
        var spared = held == null ? List.<Managed>of() : Undoing.managed(held.issue());
        var left = remaining.stream().filter(it -> !spared.contains(it)).toList();
        yield left.isEmpty() ? List.of() : List.of(new OfTokens(left));
      }
      case OfUnansweredRequest _, OfUnansweredContinuation _, OfUnansweredRotation _ -> List.of();
    };
  }

  /// A grant that was finalized without a continuation has come there by one that it does not show
  /// any more, and that may still undo it.
  private static List<Cancellation> pending(Grant present, Continuation given) {
    var isHeld =
        (Holding.of(present.state()) instanceof Finalized(_, var continuation, _)
                && continuation == null)
            || isSame(given, continuationIn(present.state()));
    return isHeld ? List.of() : List.of(new OfGrant(given));
  }

  /// The tokens before the grant: a cancellation that another replica has sent beside the late call
  /// was seen to leave a token alive that no continuation reaches any more.
  private static List<Cancellation> issued(
      Grant present, Issue issue, @Nullable Continuation given) {
    if (Holding.of(present.state()) instanceof Finalized(var held, var continuation, _)
        && (held.equals(issue) || (given != null && isSame(given, continuation)))) {
      return List.of();
    }
    var undone = new ArrayList<Cancellation>();
    var managed = Undoing.managed(issue);
    if (!managed.isEmpty()) {
      undone.add(new OfTokens(managed));
    }
    if (given != null) {
      undone.add(new OfGrant(given));
    }
    return undone;
  }

  /// Where the server gave no way to revoke it by itself it dies with the grant: the old token is
  /// refused, and the grant is cancelled for that. Where the way is that of a token that is held,
  /// it would end the one that came after.
  private static List<Cancellation> rotated(Grant present, AccessToken token) {
    var held = Holding.of(present.state());
    var isHeld =
        held != null
            && held.issue().accessTokens().stream()
                .anyMatch(
                    it -> it.verbatim().equals(token.verbatim()) || isManagedAlike(it, token));
    return isHeld || token.manage() == null
        ? List.of()
        : List.of(new OfTokens(List.of(Undoing.managed(token))));
  }

  private static boolean isManagedAlike(AccessToken one, AccessToken other) {
    return other.manage() != null
        && other.manage().equals(one.manage())
        && other.manageToken().equals(one.manageToken());
  }

  /// Each answer may replace the continuation's token, but it goes on at the same URI.
  private static boolean isSame(Continuation given, @Nullable Continuation held) {
    return held != null && given.uri().equals(held.uri());
  }

  private static @Nullable Continuation continuationIn(GrantState state) {
    return switch (state) {
      case GrantState.Pending(_, var continuation, _) -> continuation;
      case GrantState.Polling(var continuation, _, _, _) -> continuation;
      case GrantState.Approved(var continuation, _, _, _, _) -> continuation;
      case GrantState.Continuing(var continuation, _, _, _) -> continuation;
      case Finalized(_, var continuation, _) -> continuation;
      case GrantState.Rotating(var held, _, _) -> held.continuation();
      case GrantState.RevokingToken(var held, _, _) -> held.continuation();
      case GrantState.Revoking(OfUnansweredRotation(var held, _), _, _, _, _) ->
          held.continuation();
      case GrantState.Revoking(OfGrant(var continuation), _, _, _, _) -> continuation;
      case GrantState.Revoking(OfUnansweredContinuation(var continuation), _, _, _, _) ->
          continuation;
      case GrantState.Retiring(var continuation, _, _, _, _) -> continuation;
      case GrantState.Revoking _, GrantState.Requested _, GrantState.Requesting _ -> null;
      case GrantState.Renewable _, GrantState.Renewing _ -> null;
      case GrantState.Terminal _ -> null;
    };
  }
}
