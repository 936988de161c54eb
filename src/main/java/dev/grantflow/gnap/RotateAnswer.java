package dev.grantflow.gnap;

import dev.grantflow.gnap.Heard.Success;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.Rotated;
import dev.grantflow.grant.Answer.ToRotate;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation;
import java.time.Instant;
import java.util.List;

/// What an answer to the rotation of a token means (RFC 9635 §6.1).
///
/// @param former the token that was rotated
record RotateAnswer(Instant arrival, Cancellation.Managed former, Issuer issuer) {

  ToRotate of(Heard heard) {
    return switch (heard) {
      case Success success -> ofSuccess(success);
      case Heard.Failure(var error, _) -> ofError(error);
      case Heard.Forbidden(var error) -> new Refused(error);
      case Heard.NotSent(var error, var retryAfter) -> new NotNow(error, retryAfter);
      case Heard.Silence(var error) -> new Unknown(error);
    };
  }

  private ToRotate ofSuccess(Success success) {
    var member = JsonTree.member(success.body(), "access_token");
    var foreign = WireToken.foreign(member, issuer);
    if (foreign.isPresent()) {
      // Whether the fresh token is left is the grant's to say, which may have a continuation.
      return new Unusable(
          success.foreign(foreign.get(), false), new Cancellation.OfTokens(List.of(former)), true);
    }
    var tokens =
        member != null && GrantResponse.fits(member)
            ? WireToken.list(member, arrival, issuer)
            : List.<AccessToken>of();
    if (tokens.size() == 1) {
      return new Rotated(tokens.getFirst());
    }
    var error = success.error();
    return error != null
        ? ofError(error)
        : new Unknown(
            success.errors().invalidAnswer(success.status(), "without one usable access_token"));
  }

  private static ToRotate ofError(ErrorReply error) {
    if (error.isUnprocessed()) {
      return new NotNow(error.error(), error.patience());
    }
    return error.isServerFault() || error.isPageInBetween()
        ? new Unknown(error.error())
        : new Refused(error.error());
  }
}
