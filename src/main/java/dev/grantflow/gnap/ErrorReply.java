package dev.grantflow.gnap;

import dev.grantflow.grant.GrantError;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An error answer (RFC 9635 §3.6).
///
/// @param retryAfter null when the server did not say
/// @param isFromServer whether it has an `error` of GNAP; any other text, and none at all, may be
///   that of somebody in between
record ErrorReply(
    GrantError error, int status, @Nullable Duration retryAfter, boolean isFromServer) {

  private static final Duration TOO_FAST = Duration.ofSeconds(5);

  boolean is(String code) {
    return error.code().equals(code);
  }

  /// RFC 9635 §3.6: the resource owner or the server said no. A server that says so with 5xx, as
  /// the reference server does of its internal errors, has decided nothing.
  boolean isDenial() {
    return !isServerFault() && (is("user_denied") || is("request_denied"));
  }

  boolean isTooFast() {
    return !isServerFault() && is("too_fast");
  }

  /// What was called is not there, by the server's own word.
  boolean isMissing() {
    return isNotFound() && isFromServer;
  }

  /// Not found by whoever wrote this page: a proxy that has no server behind it for now writes one
  /// too, which decides nothing.
  boolean isPageInBetween() {
    return isNotFound() && !isFromServer;
  }

  private boolean isNotFound() {
    return status == 404 || status == 410;
  }

  boolean isServerFault() {
    return status >= 500;
  }

  /// Turned away before it was processed: by the server's `wait`, by a rate limit (RFC 6585 §4), or
  /// because the request did not arrive as a whole (RFC 9110 §15.5.9), which is also what a server
  /// says into a connection that it closes for idleness.
  boolean isUnprocessed() {
    return !isServerFault() && (is("too_fast") || status == 429 || status == 408);
  }

  @Nullable Duration patience() {
    return is("too_fast") ? Objects.requireNonNullElse(retryAfter, TOO_FAST) : retryAfter;
  }
}
