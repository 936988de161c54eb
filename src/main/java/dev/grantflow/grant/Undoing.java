package dev.grantflow.grant;

import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How what was issued is taken back, and how the grant may truthfully end by it.
///
/// @param ending as wished for, unless tokens live on that nothing at hand can revoke
record Undoing(Cancellation cancellation, Terminal ending) {

  private static final String PARTIAL = "revocation_incomplete";
  private static final String UNUSABLE = "unusable answer";
  private static final int NAMED_MAX = 10;

  /// The continuation undoes all of it, `manage` URIs undo the tokens one by one.
  ///
  /// @return empty when the server gave neither
  static Optional<Undoing> of(Issue issue, @Nullable Continuation continuation, Terminal wished) {
    if (continuation != null) {
      return Optional.of(new Undoing(new Cancellation.OfGrant(continuation), wished));
    }
    var managed = managed(issue);
    return managed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Undoing(new Cancellation.OfTokens(managed), truth(issue, wished)));
  }

  /// As far as is known: a token whose rotation was not answered may live on under another value.
  ///
  /// @return empty when the server gave neither continuation nor `manage`
  static Optional<Undoing> of(Finalized held, Terminal wished) {
    var issue = held.issue();
    var unanswered = new ArrayList<Integer>();
    for (int place = 0; place < issue.accessTokens().size(); place++) {
      if (held.upkeep(place).unanswered()) {
        unanswered.add(place);
      }
    }
    return of(issue, held.continuation(), wished)
        .map(
            it ->
                it.cancellation() instanceof Cancellation.OfTokens && !unanswered.isEmpty()
                    ? new Undoing(it.cancellation(), truth(issue, unanswered, wished))
                    : it);
  }

  /// @throws IllegalStateException when the server gave no manage URI
  static Cancellation.Managed managed(AccessToken token) {
    var manage = token.manage();
    if (manage == null) {
      throw new IllegalStateException("a token without a manage URI");
    }
    return new Cancellation.Managed(manage, token.manageToken());
  }

  /// The tokens that can be revoked one by one.
  static List<Cancellation.Managed> managed(Issue issue) {
    var managed = new ArrayList<Cancellation.Managed>();
    for (var token : issue.accessTokens()) {
      var manage = token.manage();
      if (manage != null) {
        managed.add(new Cancellation.Managed(manage, token.manageToken()));
      }
    }
    return managed;
  }

  /// By a continuation that the server did not repeat when it issued: it may be of no use any more,
  /// and its absence would pass for a confirmation.
  static Undoing byFormer(Issue issue, Continuation sent, Terminal wished) {
    return new Undoing(new Cancellation.OfGrant(sent), truth(issue, wished));
  }

  /// Whether something is being undone already that cannot end as a revocation: what came with an
  /// answer that led elsewhere may have left a token.
  static boolean isPartial(Terminal ending) {
    return ending instanceof Failed(GrantError(var code, _, _))
        && (code.equals(PARTIAL) || code.equals(GrantError.FOREIGN_URI));
  }

  /// With the word on why, which where not all can be revoked would go under.
  Undoing because(GrantError reason) {
    return new Undoing(cancellation, because(ending, reason));
  }

  private static Terminal because(Terminal ending, GrantError reason) {
    return ending instanceof Failed(GrantError(var code, var description, var status))
            && code.equals(PARTIAL)
        ? new Failed(
            new GrantError(code, "%s %s".formatted(description, reason.description()), status))
        : ending;
  }

  /// How a grant ends for this reason of whose issue nothing at all can be revoked.
  static Terminal ofNothing(Issue issue, GrantError reason) {
    return because(truth(issue, new Failed(reason)), reason);
  }

  /// How an answer that cannot be used is undone where the grant was to end as wished.
  static Decision unusable(
      Grant grant, Unusable answer, Terminal wished, Instant since, Instant now) {
    var ending = answer.mayLeaveToken() ? new Failed(answer.error()) : wished;
    var undo = answer.undo();
    return undo == null
        ? Moves.end(grant, ending, UNUSABLE)
        : Moves.to(grant, new Revoking(undo, ending, since, 0, now), UNUSABLE);
  }

  private static Terminal truth(Issue issue, Terminal wished) {
    return truth(issue, List.of(), wished);
  }

  /// @param lost places of tokens that may live on under a value that nobody knows
  private static Terminal truth(Issue issue, List<Integer> lost, Terminal wished) {
    var left = unmanaged(issue.accessTokens(), lost);
    return left.isEmpty() ? wished : new Failed(GrantError.of(PARTIAL, describe(left)));
  }

  private static String describe(List<String> left) {
    var named = left.stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
    var more = left.size() > NAMED_MAX ? ", and %d more".formatted(left.size() - NAMED_MAX) : "";
    return "The authorization server gave no way to revoke %s%s: what it has not ended by itself lives on until it expires."
        .formatted(named, more);
  }

  private static List<String> unmanaged(List<AccessToken> tokens, List<Integer> lost) {
    var left = new ArrayList<String>();
    for (int i = 0; i < tokens.size(); i++) {
      var label = tokens.get(i).label();
      if (tokens.get(i).manage() == null || lost.contains(i)) {
        left.add(label == null ? "access token %d".formatted(i + 1) : "\"%s\"".formatted(label));
      }
    }
    return left;
  }
}
