package dev.grantflow.gnap;

import dev.grantflow.gnap.GrantResponse.Interact;
import dev.grantflow.gnap.Heard.Success;
import dev.grantflow.grant.Answer.Denied;
import dev.grantflow.grant.Answer.InteractionRequired;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.ToRequest;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Interaction;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an answer to a grant request means (RFC 9635 §3).
///
/// @param grantEndpoint as it was requested
/// @param finish as it was asked for; null offered no interaction
record RequestAnswer(URI grantEndpoint, @Nullable Finish finish, Instant arrival) {

  ToRequest of(Heard heard) {
    return switch (heard) {
      case Success success -> ofSuccess(success);
      case Heard.Failure(var error) -> ofError(error);
      case Heard.Forbidden(var error) -> new Refused(error);
      case Heard.NotSent(var error) -> new NotNow(error, null);
      case Heard.Silence(var error) -> new Unknown(error);
    };
  }

  /// A success that cannot be used is permanent: it would be given again, with another grant left
  /// behind each time. Whatever can be used is, so that no live token is without a holder.
  private ToRequest ofSuccess(Success success) {
    if (success.body() == null) {
      return invalid(success, "which is not JSON");
    }
    var response = GrantResponse.parse(success.body(), arrival);
    var continuation = response.continuation();
    var issue = response.issue();
    if (issue.isPresent() && !(response.tokens().isEmpty() && response.hasInteraction())) {
      return new Issued(issue.get(), continuation, grantEndpoint);
    }
    var error = success.error();
    if (error != null) {
      return ofError(error);
    }
    if (response.hasTokens()) {
      return invalid(success, "with an access_token that has no usable value");
    }
    if (continuation == null) {
      return invalid(success, "with neither an access_token nor a usable continue");
    }
    if (!response.hasInteraction()) {
      return new StillPending(continuation, grantEndpoint);
    }
    if (finish == null) {
      return invalid(success, "asking for an interaction though the request offered none");
    }
    // Without the server's nonce no callback could be verified.
    return response.interact() instanceof Interact(var redirect, var serverNonce)
        ? new InteractionRequired(
            new Interaction(redirect, grantEndpoint, finish.nonce(), serverNonce),
            finish.callback(),
            continuation)
        : invalid(success, "with an interact that lacks a usable redirect or finish");
  }

  private static ToRequest ofError(ErrorReply error) {
    if (error.isUnprocessed() || (error.status() == 503 && error.retryAfter() != null)) {
      return new NotNow(error.error(), error.patience());
    }
    if (error.isServerFault()) {
      return new Unknown(error.error());
    }
    return error.isDenial() ? new Denied(error.error()) : new Refused(error.error());
  }

  private static Refused invalid(Success success, String fault) {
    return new Refused(success.errors().invalidAnswer(success.status(), fault));
  }
}
