package dev.grantflow.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Grows inputs out of others: by bytes, and by the tokens that JSON, header fields and queries are
/// made of, so that most of what comes out is almost right.
final class Mutator {

  private static final int BYTES_MAX = 200_000;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|[-+]?[0-9][0-9.eE+-]*|[A-Za-z_][A-Za-z0-9_-]*|\\s+|.",
          Pattern.DOTALL);

  /// Bytes as ISO 8859-1, so that what is no UTF-8 is among them.
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1e999",
          "-1e999",
          "1e-999",
          "1E400",
          "0.1e1",
          "9223372036854775808",
          "18446744073709551616",
          "1" + "0".repeat(400),
          "{}",
          "[]",
          "\"\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "%",
          "%zz",
          "%00",
          "%C0%80",
          "+",
          "&",
          "=",
          ";",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"\\u202e\"",
          "\"\\u2028\\u0085\\u009b\"",
          "\u00EF\u00BB\u00BF",
          "\u00FE\u00FF",
          "\u00FF",
          "\u00C0\u0080",
          "\u00ED\u00A0\u0080",
          "\u0000",
          "\r\n",
          "\u001B[2J",
          "\"http://[::1\"",
          "\"http://a@b/\"",
          "\"https:///x\"",
          "\"javascript:1\"",
          "\"//x\"",
          "\"http://x:99999/\"",
          "\"https://x/\u00C3\u00BC\"",
          "\"P1Y\"",
          "\"PT-1S\"",
          "\"R-1/P1D/P1D\"",
          "\"R99999999999/2026-01-01T00:00:00Z/P1D\"",
          "\"R/9999-12-31T23:59:60Z/P999999999Y\"",
          "\"+1000000000-01-01T00:00:00Z\"",
          "\"s3cret-in-a-wrong-place\"",
          "\" \"",
          "\"a\\nb\"");

  private final List<String> kept;
  private final List<String> tokens;
  private final Random random;

  Mutator(List<Kept> kept, Random random) {
    this.random = random;
    this.kept = kept.stream().map(it -> new String(it.bytes(), ISO_8859_1)).toList();
    this.tokens =
        this.kept.stream()
            .flatMap(text -> split(text).stream())
            .filter(token -> token.length() > 1)
            .distinct()
            .collect(Collectors.toCollection(ArrayList::new));
    this.tokens.addAll(ODD);
  }

  byte[] next() {
    var text = kept.get(random.nextInt(kept.size()));
    // Mostly little: much of it would be refused by the first look.
    var changes = 1 + (int) Math.abs(random.nextGaussian() * 3);
    for (int i = 0; i < changes; i++) {
      text = changed(text);
    }
    return text.substring(0, Math.min(text.length(), BYTES_MAX)).getBytes(ISO_8859_1);
  }

  private String changed(String text) {
    return switch (random.nextInt(12)) {
      case 0 -> flipped(text);
      case 1 -> without(text);
      case 2 -> repeated(text);
      case 3 -> inserted(text, odd());
      case 4 -> nested(text);
      case 5 -> spliced(text);
      case 6 -> inserted(text, String.valueOf((char) random.nextInt(256)));
      default -> withToken(text);
    };
  }

  private String flipped(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var at = random.nextInt(text.length());
    var flipped = (char) (text.charAt(at) ^ (1 << random.nextInt(8)));
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  private String without(String text) {
    var from = random.nextInt(text.length() + 1);
    var to = Math.min(text.length(), from + length());
    return text.substring(0, from) + text.substring(to);
  }

  private String repeated(String text) {
    var from = random.nextInt(text.length() + 1);
    var part = text.substring(from, Math.min(text.length(), from + length()));
    var times = random.nextInt(10) == 0 ? 1 << random.nextInt(16) : 2;
    var most = part.isEmpty() ? 0 : Math.min(times, BYTES_MAX / part.length());
    return inserted(text, part.repeat(most));
  }

  private String nested(String text) {
    var depth = List.of(3, 60, 999, 1001, 20_000).get(random.nextInt(5));
    var opens = random.nextBoolean() ? "[" : "{\"a\":";
    var inner = opens.repeat(depth) + "1" + (opens.equals("[") ? "]" : "}").repeat(depth);
    var split = split(text);
    if (split.isEmpty()) {
      return inner;
    }
    split.set(random.nextInt(split.size()), inner);
    return String.join("", split);
  }

  private String spliced(String text) {
    var other = kept.get(random.nextInt(kept.size()));
    return text.substring(0, random.nextInt(text.length() + 1))
        + other.substring(random.nextInt(other.length() + 1));
  }

  private String withToken(String text) {
    var split = split(text);
    if (split.isEmpty()) {
      return odd();
    }
    var at = random.nextInt(split.size());
    switch (random.nextInt(4)) {
      case 0 -> split.remove(at);
      case 1 -> split.add(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> split.set(at, split.get(random.nextInt(split.size())));
      default -> split.set(at, tokens.get(random.nextInt(tokens.size())));
    }
    return String.join("", split);
  }

  private String inserted(String text, String more) {
    var at = random.nextInt(text.length() + 1);
    return text.substring(0, at) + more + text.substring(at);
  }

  private String odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  private int length() {
    return 1 + random.nextInt(random.nextBoolean() ? 4 : 64);
  }

  private static List<String> split(String text) {
    var split = new ArrayList<String>();
    Matcher matcher = TOKEN.matcher(text.substring(0, Math.min(text.length(), 20_000)));
    while (matcher.find()) {
      split.add(matcher.group());
    }
    return split;
  }
}
