package dev.grantflow.gnap;

import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.RetryAfter;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of a call, before it is judged by what was called for.
sealed interface Heard {

  /// Answered 2xx.
  ///
  /// @param isEmpty whether it came without a body
  /// @param body null where it is not JSON
  record Success(int status, boolean isEmpty, @Nullable JsonNode body, ErrorReader errors)
      implements Heard {
    /// The body has an `error` member all the same.
    @Nullable ErrorReply error() {
      return JsonTree.member(body, "error") == null ? null : errors.read(status, body, null);
    }

    /// It leads elsewhere.
    ///
    /// @param mayLeaveToken whether what came with it cannot be undone for certain
    GrantError foreign(Issuer.Foreign foreign, boolean mayLeaveToken) {
      return errors.foreign(status, body, foreign, mayLeaveToken);
    }
  }

  /// Answered with an error.
  ///
  /// @param continuation how to go on all the same (RFC 9635 §3.6), if the server said so
  record Failure(ErrorReply error, @Nullable Continuation continuation) implements Heard {}

  /// Not sent, and sending it again would be forbidden again.
  record Forbidden(GrantError error) implements Heard {}

  /// Not sent.
  ///
  /// @param retryAfter when to send it, where that is known
  record NotSent(GrantError error, @Nullable Duration retryAfter) implements Heard {}

  /// Perhaps processed, but not answered.
  record Silence(GrantError error) implements Heard {}

  /// @param errors knows the secrets of the call
  /// @param issuer that was called
  static Heard of(Exchange exchange, Instant arrival, ErrorReader errors, Issuer issuer) {
    return switch (exchange) {
      case Exchange.Reply reply -> answered(reply, arrival, errors, issuer);
      case Exchange.Refused(var why) ->
          new Forbidden(
              GrantError.of(
                  "forbidden_address",
                  "%s. Nothing was sent; grantflow.egress says which addresses may be called."
                      .formatted(why)));
      case Exchange.NotSent(var why) ->
          new NotSent(
              GrantError.of(
                  "server_unreachable",
                  "%s. Nothing was sent; check that the authorization server can be reached."
                      .formatted(why)),
              null);
      case Exchange.HeldBack(var limit, var why, var retryAfter) ->
          new NotSent(heldBack(limit, why), retryAfter);
      case Exchange.Unanswered(var why) ->
          new Silence(
              GrantError.of(
                  "no_answer",
                  "%s. The authorization server may have acted on it; if this lasts, ask its operator."
                      .formatted(why)));
    };
  }

  private static GrantError heldBack(Exchange.Limit limit, String why) {
    return switch (limit) {
      case BUSY -> GrantError.of("server_busy", why + ". Nothing was sent.");
      case UNAVAILABLE ->
          GrantError.of(
              "server_unavailable",
              why + ". Nothing was sent; ask the authorization server's operator.");
    };
  }

  private static Heard answered(
      Exchange.Reply reply, Instant arrival, ErrorReader errors, Issuer issuer) {
    var body = JsonTree.read(reply.body()).orElse(null);
    return reply.status() / 100 == 2
        ? new Success(reply.status(), reply.body().length == 0, body, errors)
        : new Failure(
            errors.read(reply.status(), body, RetryAfter.of(reply, arrival).orElse(null)),
            GrantResponse.continuation(JsonTree.member(body, "continue"), arrival, issuer));
  }
}
