package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A call with its body read, up to a limit.
///
/// @param path raw, with its leading slash and without the query
/// @param booked what the books will say of it
record Call(SignedMessage message, String path, BookedCall booked) {
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  /// @throws Refused where the length is not announced (the reference server refuses a chunked
  ///   body) or too large
  static Call read(HttpExchange exchange, BookedCall booked) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    if (headers.containsKey("transfer-encoding")) {
      throw new Refused(411, "invalid_request", "Content-Length is required");
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new Refused(413, "invalid_request", "body is too large");
    }
    return new Call(
        new SignedMessage(
            exchange.getRequestMethod(), targetUri(exchange), headers, new String(body, UTF_8)),
        exchange.getRequestURI().getRawPath(),
        booked);
  }

  /// Byte for byte what came: nothing is decoded or normalised.
  static String targetUri(HttpExchange exchange) {
    return "http://"
        + exchange.getRequestHeaders().getFirst("Host")
        + exchange.getRequestURI().toString();
  }

  String method() {
    return message.method();
  }

  /// Checks that both sides speak JSON; the GNAP media type of the RFC is refused.
  void requireJson() {
    boolean accepts =
        message
            .header("accept")
            .map(
                accept ->
                    accept.contains("*/*")
                        || accept.contains("application/*")
                        || accept.contains("application/json"))
            .orElse(true);
    if (!accepts) {
      throw new Refused(Reply.errorWithoutCode(406, "must accept application/json"));
    }
    String type = message.header("content-type").orElse("");
    boolean json = type.matches("(?i)application/json\\s*(;.*)?");
    if (!json && !(message.body().isEmpty() && type.isEmpty())) {
      throw new Refused(Reply.errorWithoutCode(415, "Unsupported Content-Type " + type));
    }
  }
}
