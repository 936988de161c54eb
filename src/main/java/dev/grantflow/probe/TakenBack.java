package dev.grantflow.probe;

import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Issue;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the probe was granted, given back. Tried once: what is left then expires by itself, and is
/// told.
@Singleton
final class TakenBack {

  private final GnapClient gnap;

  TakenBack(GnapClient gnap) {
    this.gnap = gnap;
  }

  /// The continuation ends all of it; without one the tokens are revoked one by one.
  ///
  /// @param granted the beginning of a sentence
  Outcome issued(
      ClientIdentity identity, Issue issue, @Nullable Continuation continuation, String granted) {
    if (continuation != null) {
      return grant(identity, continuation, granted);
    }
    for (var token : issue.accessTokens()) {
      var manage = token.manage();
      var left =
          manage == null
              ? Optional.of("the server gave no way to")
              : left(gnap.revoke(identity, new Cancellation.Managed(manage, token.manageToken())));
      if (left.isPresent()) {
        return left(granted, left.get());
      }
    }
    return Outcome.well(granted + ", and its token was taken back.");
  }

  Outcome grant(ClientIdentity identity, Continuation continuation, String granted) {
    return left(gnap.cancel(identity, continuation))
        .map(why -> left(granted, why))
        .orElseGet(() -> Outcome.well(granted + ", and its grant was taken back."));
  }

  /// An answer that nobody could use.
  Outcome unusable(ClientIdentity identity, @Nullable Cancellation undo, GrantError error) {
    for (var answer : undone(identity, undo)) {
      var left = left(answer);
      if (left.isPresent()) {
        return left(error.description(), left.get());
      }
    }
    return Outcome.wrong(error);
  }

  private List<Answer.ToCancel> undone(ClientIdentity identity, @Nullable Cancellation undo) {
    return switch (undo) {
      case null -> List.of();
      case Cancellation.OfGrant(var continuation) -> List.of(gnap.cancel(identity, continuation));
      case Cancellation.OfTokens(var tokens) ->
          tokens.stream().map(token -> gnap.revoke(identity, token)).toList();
      case Cancellation.OfUnansweredRequest _,
          Cancellation.OfUnansweredContinuation _,
          Cancellation.OfUnansweredRotation _ ->
          List.of();
    };
  }

  private static Optional<String> left(Answer.ToCancel answer) {
    return switch (answer) {
      case Answer.Gone _ -> Optional.empty();
      case Answer.Refused(var error) -> Optional.of(error.description());
      case Answer.NotNow(var error, _) -> Optional.of(error.description());
      case Answer.Unknown(var error) -> Optional.of(error.description());
    };
  }

  private static Outcome left(String granted, String why) {
    return Outcome.wrong(
        "%s, but what it gave could not be taken back and lives until it expires: %s"
            .formatted(granted, why));
  }
}
