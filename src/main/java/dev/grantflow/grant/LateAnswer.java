package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.Managed;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer that came when its claim was over, and so changes nothing of the grant. What the
/// server gave in it would live on with nobody to hold it.
public final class LateAnswer {

  private LateAnswer() {}

  /// What has to be undone at the server.
  ///
  /// @param present the grant as it is now
  /// @return empty when the answer gave nothing, or when the grant holds what it gave: then it was
  ///   recorded before, and only the word of that was lost
  public static Optional<Cancellation> leftBehind(Grant present, Answer late) {
    return given(late).filter(it -> !isHeld(present.state(), it));
  }

  private static Optional<Cancellation> given(Answer answer) {
    return switch (answer) {
      case Answer.InteractionRequired(_, _, var continuation) ->
          Optional.of(new OfGrant(continuation));
      case Answer.Unusable(_, var continuation) -> Optional.of(new OfGrant(continuation));
      case Answer.StillPending(var continuation, _) -> Optional.of(new OfGrant(continuation));
      case Answer.Issued(var issue, var continuation, _) -> {
        var managed = Undoing.managed(issue);
        yield continuation != null
            ? Optional.of(new OfGrant(continuation))
            : managed.isEmpty() ? Optional.empty() : Optional.of(new OfTokens(managed));
      }
      case Answer.Rotated _, Answer.Gone _, Answer.Denied _ -> Optional.empty();
      case Answer.Refused _, Answer.NotNow _, Answer.Unknown _ -> Optional.empty();
    };
  }

  private static boolean isHeld(GrantState state, Cancellation given) {
    return switch (given) {
      case OfGrant(var continuation) -> isSame(continuation, continuationIn(state));
      case OfTokens(var tokens) -> tokensIn(state).stream().anyMatch(tokens::contains);
      case OfUnansweredRequest _, OfUnansweredContinuation _ -> false;
    };
  }

  private static boolean isSame(Continuation given, @Nullable Continuation held) {
    return held != null
        && given.uri().equals(held.uri())
        && given.accessToken().equals(held.accessToken());
  }

  private static @Nullable Continuation continuationIn(GrantState state) {
    return switch (state) {
      case GrantState.Pending(_, var continuation, _) -> continuation;
      case GrantState.Polling(var continuation, _, _, _) -> continuation;
      case GrantState.Approved(var continuation, _, _, _, _) -> continuation;
      case GrantState.Continuing(var continuation, _, _, _) -> continuation;
      case GrantState.Finalized(_, var continuation) -> continuation;
      case GrantState.Revoking(OfGrant(var continuation), _, _, _, _) -> continuation;
      case GrantState.Revoking(OfUnansweredContinuation(var continuation), _, _, _, _) ->
          continuation;
      case GrantState.Revoking _, GrantState.Requested _, GrantState.Requesting _ -> null;
      case GrantState.Terminal _ -> null;
    };
  }

  private static Collection<Managed> tokensIn(GrantState state) {
    return switch (state) {
      case GrantState.Finalized(var issue, _) -> Undoing.managed(issue);
      case GrantState.Revoking(OfTokens(var remaining), _, _, _, _) -> remaining;
      case GrantState.Revoking _, GrantState.Timed _, GrantState.Terminal _ -> List.of();
    };
  }
}
