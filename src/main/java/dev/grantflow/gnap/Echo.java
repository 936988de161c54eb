package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.Secret;
import io.micronaut.json.tree.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds secrets in what a server says for people: as they are, and as base64 or base64url at any
/// place of a longer text, in hexadecimal, percent-encoded or escaped as in JSON, which is how
/// servers print the request that they did not like.
final class Echo {

  /// Shorter ones would be found in base64 by chance.
  private static final int ENCODED_MIN = 8;

  private Echo() {}

  static boolean repeats(String text, List<Secret> secrets) {
    var readings = List.of(text, percentDecoded(text), unescaped(text));
    var base64 = text.replace('-', '+').replace('_', '/');
    var lower = text.toLowerCase(Locale.ROOT);
    return secrets.stream()
        .map(Secret::reveal)
        .flatMap(Echo::parts)
        .anyMatch(
            secret ->
                readings.stream().anyMatch(reading -> reading.contains(secret))
                    || (secret.length() >= ENCODED_MIN
                        && (lower.contains(HexFormat.of().formatHex(secret.getBytes(UTF_8)))
                            || isInBase64(base64, secret.getBytes(UTF_8)))));
  }

  /// The tokens that an answer itself brings, and the nonce: its error may quote them.
  static Set<Secret> broughtBy(@Nullable JsonNode body) {
    var found = new HashSet<String>();
    if (body != null) {
      collect("", body, found);
    }
    return found.stream().map(Secret::of).collect(Collectors.toUnmodifiableSet());
  }

  private static void collect(String name, JsonNode node, Set<String> found) {
    if (node.isArray()) {
      node.values().forEach(item -> collect(name, item, found));
    } else if (node.isObject()) {
      node.entries().forEach(member -> collect(member.getKey(), member.getValue(), found));
      if (name.equals("access_token")) {
        add(JsonTree.string(node, "value"), found);
      }
      add(JsonTree.string(node, "finish"), found);
    }
  }

  private static void add(@Nullable String text, Set<String> found) {
    if (text != null && text.length() >= ENCODED_MIN) {
      found.add(text);
    }
  }

  /// Of a URI its last part is secret on its own.
  private static Stream<String> parts(String secret) {
    var part = secret.substring(secret.lastIndexOf('/') + 1);
    return secret.startsWith("http") && part.length() >= ENCODED_MIN
        ? Stream.of(secret, part)
        : Stream.of(secret);
  }

  /// Three ways, by how many bytes stand before it in a group; what is mixed with its neighbours at
  /// either end is left out.
  private static boolean isInBase64(String text, byte[] secret) {
    for (int before = 0; before < 3; before++) {
      var shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      var whole = encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
      if (text.contains(whole)) {
        return true;
      }
    }
    return false;
  }

  /// What is no sequence of percent and two digits is left as it is.
  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream();
    var raw = text.getBytes(UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%'
          && i + 2 < raw.length
          && HexFormat.isHexDigit(raw[i + 1])
          && HexFormat.isHexDigit(raw[i + 2])) {
        bytes.write(HexFormat.fromHexDigits(new String(raw, i + 1, 2, ISO_8859_1)));
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(UTF_8);
  }

  private static String unescaped(String text) {
    return text.replace("\\/", "/").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
