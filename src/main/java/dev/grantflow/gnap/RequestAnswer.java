package dev.grantflow.gnap;

import dev.grantflow.gnap.Heard.Success;
import dev.grantflow.gnap.Issuer.Foreign;
import dev.grantflow.grant.Answer.Denied;
import dev.grantflow.grant.Answer.InteractionRequired;
import dev.grantflow.grant.Answer.InteractionToPoll;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.ToRequest;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an answer to a grant request means (RFC 9635 §3).
///
/// @param grantEndpoint as it was requested
/// @param offer the interaction that was offered; null offered none
record RequestAnswer(
    URI grantEndpoint, @Nullable InteractionOffer offer, Instant arrival, Issuer issuer) {

  GrantReply of(Heard heard) {
    if (heard instanceof Success success && success.body() != null) {
      var response = GrantResponse.parse(success.body(), arrival, issuer);
      return new GrantReply(ofResponse(success, response), response.instanceId());
    }
    return new GrantReply(withoutResponse(heard), null);
  }

  private ToRequest withoutResponse(Heard heard) {
    return switch (heard) {
      case Success success -> invalid(success, "which is not JSON");
      case Heard.Failure(var error, _) -> ofError(error);
      case Heard.Forbidden(var error) -> new Refused(error);
      case Heard.NotSent(var error, var retryAfter) -> new NotNow(error, retryAfter);
      case Heard.Silence(var error) -> new Unknown(error);
    };
  }

  /// A success that cannot be used is permanent: it would be given again, with another grant left
  /// behind each time. Whatever can be used is, if only to cancel the grant, so that no live token
  /// is without a holder.
  private ToRequest ofResponse(Success success, GrantResponse response) {
    var foreign = response.foreign();
    if (foreign != null) {
      return foreign(success, response, foreign);
    }
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
      return ofUnusableToken(success, continuation);
    }
    if (continuation == null) {
      return invalid(success, "with neither an access_token nor a usable continue");
    }
    var interact = response.interact();
    return interact == null
        ? new StillPending(continuation, grantEndpoint)
        : ofInteraction(success, interact, continuation);
  }

  private ToRequest ofInteraction(
      Success success, WireInteraction interact, Continuation continuation) {
    if (offer == null) {
      return unusable(
          success, continuation, "asking for an interaction though the request offered none");
    }
    var start = interact.start();
    var finish = offer.finish();
    if (start != null && finish == null) {
      return new InteractionToPoll(start, continuation, grantEndpoint);
    }
    if (start != null && !offer.has(start)) {
      return unusable(success, continuation, "with a start that was not offered");
    }
    var serverNonce = interact.finish();
    // Without the server's nonce no callback could be verified.
    return start != null && finish != null && serverNonce != null
        ? interactionRequired(start, finish, serverNonce, continuation)
        : unusable(success, continuation, "with an interact that lacks a usable start or finish");
  }

  /// An interaction that does not begin by a browser cannot be begun at our own URI. That it may
  /// begin otherwise was offered: not the server decides whether a browser is bound.
  private InteractionRequired interactionRequired(
      InteractionStart start, Finish finish, Secret serverNonce, Continuation continuation) {
    var redirect = start.redirect();
    var ours = redirect == null ? null : finish.start();
    return new InteractionRequired(
        new Interaction(
            ours == null ? start : start.from(ours),
            grantEndpoint,
            finish.nonce(),
            serverNonce,
            finish.hashMethod(),
            ours == null ? null : redirect),
        ours == null ? finish.callback().unbound() : finish.callback(),
        continuation);
  }

  private static ToRequest ofError(ErrorReply error) {
    if (error.isUnprocessed()
        || error.isPageInBetween()
        || (error.status() == 503 && error.retryAfter() != null)) {
      return new NotNow(error.error(), error.patience());
    }
    if (error.isServerFault()) {
      return new Unknown(error.error());
    }
    return error.isDenial() ? new Denied(error.error()) : new Refused(error.error());
  }

  /// Undone by what is the server's own among what it gave.
  private static ToRequest foreign(Success success, GrantResponse response, Foreign foreign) {
    var undo = response.undoing().orElse(null);
    var mayLeave = response.hasTokens() && response.continuation() == null && !response.isManaged();
    var error = success.foreign(foreign, mayLeave);
    return undo == null && !mayLeave ? new Refused(error) : new Unusable(error, undo, mayLeave);
  }

  /// What the server has begun can be undone where it said how.
  private static ToRequest unusable(
      Success success, @Nullable Continuation continuation, String fault) {
    return continuation == null
        ? invalid(success, fault)
        : new Unusable(success.errors().invalidAnswer(success.status(), fault), continuation);
  }

  /// In whatever form it came, it may be a token: without a continuation nothing reaches it.
  private static Unusable ofUnusableToken(Success success, @Nullable Continuation continuation) {
    var fault = WireToken.fault(success.body());
    return continuation == null
        ? new Unusable(
            success
                .errors()
                .invalidAnswer(success.status(), fault + " and may live on until it expires"),
            null,
            true)
        : new Unusable(success.errors().invalidAnswer(success.status(), fault), continuation);
  }

  private static Refused invalid(Success success, String fault) {
    return new Refused(success.errors().invalidAnswer(success.status(), fault));
  }
}
