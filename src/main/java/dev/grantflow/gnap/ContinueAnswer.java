package dev.grantflow.gnap;

import dev.grantflow.gnap.Heard.Success;
import dev.grantflow.gnap.Issuer.Foreign;
import dev.grantflow.grant.Answer.Denied;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.ToContinue;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an answer to a continuation means (RFC 9635 §5.1, §5.2).
///
/// @param isPoll whether no `interact_ref` was sent: then `too_fast` says only that nothing is
///   decided, and where it tells anew how to go on (§3.6), the former way no longer counts
/// @param former by which it was continued
record ContinueAnswer(Instant arrival, boolean isPoll, Continuation former, Issuer issuer) {

  ToContinue of(Heard heard) {
    return switch (heard) {
      case Success success -> ofSuccess(success);
      case Heard.Failure(var error, var continuation)
          when isPoll && error.isTooFast() && continuation != null ->
          new StillPending(notBefore(continuation, error), null);
      case Heard.Failure(var error, _) -> ofError(error);
      case Heard.Forbidden(var error) -> new Refused(error);
      case Heard.NotSent(var error, var retryAfter) -> new NotNow(error, retryAfter);
      case Heard.Silence(var error) -> new Unknown(error);
    };
  }

  /// Not at once, even where the server says so beside the word that it was too fast.
  private Continuation notBefore(Continuation continuation, ErrorReply error) {
    var patience = error.patience();
    var earliest = patience == null ? arrival : arrival.plus(patience);
    return continuation.notBefore().isBefore(earliest)
        ? new Continuation(continuation.uri(), continuation.accessToken(), earliest)
        : continuation;
  }

  /// A success that cannot be used may have minted a token. Where it says how to go on, by that the
  /// grant is undone, because a continuation token of an earlier answer no longer counts; else it
  /// is an unknown outcome.
  private ToContinue ofSuccess(Success success) {
    if (success.body() == null) {
      return unusable(success, null, "which is not JSON");
    }
    var response = GrantResponse.parse(success.body(), arrival, issuer);
    var foreign = response.foreign();
    if (foreign != null) {
      return foreign(success, response, foreign);
    }
    var continuation = response.continuation();
    var issue = response.issue();
    if (issue.isPresent() && !(response.tokens().isEmpty() && response.hasInteraction())) {
      return new Issued(issue.get(), continuation, null);
    }
    var error = success.error();
    if (error != null) {
      return ofError(error);
    }
    if (response.hasTokens()) {
      // Continued again, the server might mint a second token beside this one.
      return unusable(success, continuation, WireToken.fault(success.body()));
    }
    if (response.hasInteraction()) {
      return unusable(success, continuation, "asking for a further interaction");
    }
    return continuation == null
        ? unusable(success, null, "with neither an access_token nor a usable continue")
        : new StillPending(continuation, null);
  }

  /// Undone by what is the server's own among what it gave, else by the former continuation, which
  /// is all that is left. The server may know that one no more, whose absence would then pass for a
  /// confirmation.
  private ToContinue foreign(Success success, GrantResponse response, Foreign foreign) {
    var isUndone = response.continuation() != null || response.isManaged();
    var mayLeave = !isUndone && response.hasTokens();
    return new Unusable(
        success.foreign(foreign, mayLeave),
        response.undoing().filter(_ -> isUndone).orElseGet(() -> new Cancellation.OfGrant(former)),
        mayLeave);
  }

  /// Any 5xx is an unknown outcome, 503 with `Retry-After` too: a proxy says it of a request that
  /// it has passed on, and a continuation that is sent twice is denied while the first one's token
  /// lives.
  private static ToContinue ofError(ErrorReply error) {
    if (error.isUnprocessed() || error.isPageInBetween()) {
      return new NotNow(error.error(), error.patience());
    }
    if (error.isServerFault()) {
      return new Unknown(error.error());
    }
    return error.isDenial() ? new Denied(error.error()) : new Refused(error.error());
  }

  private static ToContinue unusable(
      Success success, @Nullable Continuation continuation, String fault) {
    var error = success.errors().invalidAnswer(success.status(), fault);
    return continuation == null ? new Unknown(error) : new Unusable(error, continuation);
  }
}
