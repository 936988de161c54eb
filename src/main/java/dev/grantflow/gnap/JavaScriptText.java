package dev.grantflow.gnap;

import io.micronaut.json.tree.JsonNode;
import java.util.Comparator;
import java.util.regex.Pattern;

/// JSON text that JavaScript's `JSON.stringify(JSON.parse(text))` gives back byte for byte: Open
/// Payments servers verify `Content-Digest` over that and not over the bytes that came.
///
/// RFC 8785 is that form for strings, numbers and spacing, which it takes from ECMAScript. For the
/// order of members it is not: whatever order they came in, JavaScript lists names that are array
/// indices first, by value (`"9"` before `"10"`), and keeps the order of all others. So indices go
/// first here too, and the others follow in RFC 8785's order; without indices, which no member of
/// GNAP is, the text is the canonical one.
final class JavaScriptText {

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,9}");
  private static final long INDEX_MAX = 0xFFFF_FFFEL;
  private static final Comparator<String> ORDER =
      Comparator.comparingLong(JavaScriptText::index).thenComparing(Comparator.naturalOrder());

  private JavaScriptText() {}

  static String of(JsonNode tree) {
    return JsonTree.printed(tree, ORDER)
        .orElseThrow(() -> new IllegalArgumentException("a number without a JSON form"));
  }

  private static long index(String name) {
    if (INDEX.matcher(name).matches()) {
      var value = Long.parseLong(name);
      return value <= INDEX_MAX ? value : Long.MAX_VALUE;
    }
    return Long.MAX_VALUE;
  }
}
