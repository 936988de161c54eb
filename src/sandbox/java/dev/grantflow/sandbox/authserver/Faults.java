package dev.grantflow.sandbox.authserver;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Puts faults in the place of answers.
final class Faults {
  private static final int HUGE_BYTES = 10 * 1024 * 1024;
  private static final String HTML_PAGE =
      "<!doctype"
          + " html><html><head><title>Gateway</title></head><body><h1>Gateway</h1></body></html>";

  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final URI base;

  Faults(URI base) {
    this.base = base;
  }

  /// @param subject what *once* is counted for
  /// @param proper processes the call and gives the right answer
  Reply around(Behaviour behaviour, Point at, String subject, Supplier<Reply> proper) {
    return behaviour
        .faultAt(at)
        .map(fault -> reply(fault, at + " " + subject, proper))
        .orElseGet(proper);
  }

  private Reply reply(Fault fault, String key, Supplier<Reply> proper) {
    return switch (fault) {
      case SLOW -> new Reply.Late(proper.get());
      case HANG -> new Reply.Hanging();
      case DROP_BEFORE -> new Reply.Dropped();
      case DROP_AFTER -> dropAfter(proper);
      case ERROR_500_ONCE -> once(key, Reply.html(500, HTML_PAGE), proper);
      case ERROR_500 -> Reply.html(500, HTML_PAGE);
      case REQUEST_DENIED_500 -> Reply.error(500, "request_denied", "internal server error");
      case UNAVAILABLE_ONCE -> once(key, retryAfterOneSecond(503), proper);
      case TOO_MANY_ONCE -> once(key, retryAfterOneSecond(429), proper);
      case TOO_FAST_ONCE -> once(key, tooFast(), proper);
      case INVALID_REQUEST -> Reply.error(400, "invalid_request", "request is not acceptable");
      case ERROR_AS_STRING -> Reply.json(400, Json.object().put("error", "invalid_request"));
      case ERROR_WITHOUT_CODE -> Reply.errorWithoutCode(400, "body must NOT be like this");
      case INVALID_CLIENT -> Reply.error(401, "invalid_client", "invalid client");
      case REQUEST_DENIED -> Reply.error(401, "request_denied", "grant interaction not approved");
      case NOT_FOUND -> Reply.error(404, "invalid_request", "not found");
      case HTML_ERROR -> Reply.html(502, HTML_PAGE);
      case HTML_OK -> Reply.html(200, HTML_PAGE);
      case EMPTY_OK -> jsonText("");
      case MALFORMED_JSON -> jsonText("{\"continue\":{\"uri\":");
      case TRUNCATED -> new Reply.Truncated("{\"continue\":");
      case HUGE -> jsonText("{\"filler\":\"" + "a".repeat(HUGE_BYTES) + "\"}");
      case ENDLESS -> new Reply.Unending(false);
      case DRIP -> new Reply.Unending(true);
      case REDIRECT -> Reply.redirect(302, base.resolve("/redirected"));
    };
  }

  static Reply tooFast() {
    return Reply.error(400, "too_fast", "continued grant faster than \"wait\" period");
  }

  private Reply once(String key, Reply fault, Supplier<Reply> proper) {
    return done.add(key) ? fault : proper.get();
  }

  private static Reply dropAfter(Supplier<Reply> proper) {
    Reply lost = proper.get();
    return lost instanceof Reply.Whole ? new Reply.Dropped() : lost;
  }

  private static Reply retryAfterOneSecond(int status) {
    return new Reply.Whole(
        status, Map.of("Content-Type", "text/html", "Retry-After", "1"), HTML_PAGE);
  }

  private static Reply jsonText(String text) {
    return new Reply.Whole(200, Map.of("Content-Type", "application/json"), text);
  }
}
