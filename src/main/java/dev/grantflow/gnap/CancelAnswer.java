package dev.grantflow.gnap;

import dev.grantflow.gnap.Heard.Success;
import dev.grantflow.grant.Answer.Gone;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.ToCancel;
import dev.grantflow.grant.Answer.Unknown;

/// What an answer to a cancellation means (RFC 9635 §5.4), or to the revocation of a token (§6.2).
/// Both are repeatable, so what was there before and is not now, is gone.
enum CancelAnswer {
  OF_GRANT,
  OF_TOKEN;

  ToCancel of(Heard heard) {
    return switch (heard) {
      case Heard.Success success -> ofSuccess(success);
      case Heard.Failure(var error, _) -> isGone(error) ? new Gone() : ofError(error);
      case Heard.Forbidden(var error) -> new Refused(error);
      case Heard.NotSent(var error, var retryAfter) -> new NotNow(error, retryAfter);
      case Heard.Silence(var error) -> new Unknown(error);
    };
  }

  /// A body is not asked for, but one that is no JSON is a page of somebody in between.
  private static ToCancel ofSuccess(Success success) {
    return success.body() == null && !success.isEmpty()
        ? new Unknown(success.errors().invalidAnswer(success.status(), "which is not JSON"))
        : new Gone();
  }

  private boolean isGone(ErrorReply error) {
    return switch (error.status()) {
      case 404, 410 -> error.isMissing();
      case 400, 401, 403 ->
          error.is("invalid_continuation")
              || (this == OF_TOKEN && error.error().isOfUnknownToken());
      default -> false;
    };
  }

  private static ToCancel ofError(ErrorReply error) {
    if (error.isPageInBetween()) {
      return new Unknown(error.error());
    }
    return error.isUnprocessed() || error.isServerFault()
        ? new NotNow(error.error(), error.patience())
        : new Refused(error.error());
  }
}
