package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.grant.Secret;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the query of a finish callback: `hash` with `interact_ref` (RFC 9635 §4.2.1), or a
/// `result` without a hash, which is how the Open Payments reference server says no.
///
/// Other parameters are let be. Nothing of a value is repeated in a detail.
sealed interface FinishQuery {

  record Understood(Arrival arrival) implements FinishQuery {}

  /// @param detail a sentence that names the parameter
  record Flawed(String detail) implements FinishQuery {}

  /// Base64 of the longest hash there is takes 88 characters.
  int HASH_MAX = 128;

  int INTERACT_REF_MAX = 1024;

  Set<String> RESULTS =
      Set.of(
          "grant_rejected",
          "grant_invalid",
          "invalid_interaction",
          "unknown_interaction",
          "request_denied");

  /// @param rawQuery as it stood in the request line, still percent-encoded
  static FinishQuery read(@Nullable String rawQuery) {
    try {
      var parameters = parse(rawQuery == null ? "" : rawQuery);
      return new Understood(
          !parameters.containsKey("hash") && parameters.containsKey("result")
              ? withoutHash(parameters)
              : completed(parameters));
    } catch (Flaw flaw) {
      return new Flawed(flaw.detail);
    }
  }

  private static Arrival completed(Map<String, List<String>> parameters) throws Flaw {
    var hash = single(parameters, "hash", HASH_MAX);
    var interactRef = single(parameters, "interact_ref", INTERACT_REF_MAX);
    return new Arrival.Completed(hash, Secret.of(interactRef));
  }

  private static Arrival withoutHash(Map<String, List<String>> parameters) throws Flaw {
    var result = single(parameters, "result", Integer.MAX_VALUE);
    if (!RESULTS.contains(result)) {
      throw new Flaw("The parameter result has a value that is not known here.");
    }
    return new Arrival.WithoutHash(result);
  }

  private static String single(Map<String, List<String>> parameters, String name, int lengthMax)
      throws Flaw {
    var encoded = parameters.getOrDefault(name, List.of());
    if (encoded.size() > 1) {
      throw new Flaw("The parameter %s is there more than once.".formatted(name));
    }
    if (encoded.isEmpty() || encoded.getFirst().isEmpty()) {
      throw new Flaw("The parameter %s is missing.".formatted(name));
    }
    var value = decode(name, encoded.getFirst());
    if (value.length() > lengthMax) {
      throw new Flaw("The parameter %s is too long.".formatted(name));
    }
    return value;
  }

  private static Map<String, List<String>> parse(String rawQuery) {
    var parameters = new HashMap<String, List<String>>();
    for (var pair : rawQuery.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  /// Only HTML forms write a space as `+` (RFC 3986 knows no such thing), and the usual decoders
  /// turn every `+` into one. A hash in standard base64 may hold a `+`; a server that does not
  /// percent-encode it sends a right hash that such a decoder makes wrong. No value here ever holds
  /// a space, so a `+` is a `+`.
  private static String decode(String name, String encoded) throws Flaw {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Flaw("The parameter %s is not percent-encoded as it should be.".formatted(name));
    }
  }

  /// Leaves the reading at the first thing that is wrong.
  final class Flaw extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    private Flaw(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }
}
