package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/// What goes back to the caller, the ways of not answering included.
sealed interface Reply {

  /// A complete answer. A body is sent as UTF-8.
  record Whole(int status, Map<String, String> headers, String body) implements Reply {}

  /// The connection is closed without a byte.
  record Dropped() implements Reply {}

  /// Nothing is sent until the server closes.
  record Hanging() implements Reply {}

  /// The right answer, [Settings#slowness] later.
  record Late(Reply reply) implements Reply {}

  /// The head announces more than is sent before the connection is closed.
  record Truncated(String body) implements Reply {}

  /// A JSON string without an end.
  record Unending(boolean dripping) implements Reply {}

  static Reply json(int status, JsonNode body) {
    return new Whole(status, Map.of("Content-Type", "application/json"), body.toString());
  }

  static Reply html(int status, String body) {
    return new Whole(
        status,
        Map.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Cache-Control",
            "no-store",
            "Referrer-Policy",
            "no-referrer",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        body);
  }

  static Reply noContent() {
    return new Whole(204, Map.of(), "");
  }

  static Reply redirect(int status, URI location) {
    return new Whole(
        status, Map.of("Location", location.toString(), "Cache-Control", "no-store"), "");
  }

  /// An error as RFC 9635 §3.6 shapes it, in the object form.
  static Reply error(int status, String code, String description) {
    return json(
        status,
        Json.object()
            .set("error", Json.object().put("code", code).put("description", description)));
  }

  /// An error as the reference server's validation shapes it: without a code.
  static Reply errorWithoutCode(int status, String description) {
    return json(status, Json.object().set("error", Json.object().put("description", description)));
  }
}
