package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// JSON text as ECMAScript's `JSON.stringify(JSON.parse(text))` prints it (ECMA-262 §25.5.2). The
/// reference server hashes this, not the bytes that came in.
final class JsonStringify {
  private final StringBuilder out = new StringBuilder();

  private JsonStringify() {}

  static String of(JsonNode node) {
    JsonStringify text = new JsonStringify();
    text.append(node);
    return text.out.toString();
  }

  private void append(JsonNode node) {
    JsonNodeType type = node.getNodeType();
    if (type == JsonNodeType.OBJECT) {
      appendObject(node);
    } else if (type == JsonNodeType.ARRAY) {
      String separator = "[";
      for (JsonNode element : node) {
        out.append(separator);
        append(element);
        separator = ",";
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (type == JsonNodeType.STRING) {
      appendString(node.textValue());
    } else if (type == JsonNodeType.NUMBER) {
      out.append(number(node.doubleValue()));
    } else {
      out.append(node.asText());
    }
  }

  private void appendObject(JsonNode node) {
    String separator = "{";
    for (Map.Entry<String, JsonNode> member : inPropertyOrder(node)) {
      out.append(separator);
      appendString(member.getKey());
      out.append(':');
      append(member.getValue());
      separator = ",";
    }
    out.append(node.isEmpty() ? "{}" : "}");
  }

  /// Array indices come first and ascending, all other names as they were written (§10.1.11.1).
  private static List<Map.Entry<String, JsonNode>> inPropertyOrder(JsonNode node) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
    members.sort(Comparator.comparingLong(member -> arrayIndex(member.getKey())));
    return members;
  }

  private static long arrayIndex(String name) {
    if (!name.matches("0|[1-9][0-9]{0,9}")) {
      return Long.MAX_VALUE;
    }
    long index = Long.parseLong(name);
    return index < 0xFFFF_FFFFL ? index : Long.MAX_VALUE;
  }

  private void appendString(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isLoneSurrogate(text, i)) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    boolean paired =
        (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1)))
            || (Character.isLowSurrogate(c)
                && i > 0
                && Character.isHighSurrogate(text.charAt(i - 1)));
    return Character.isSurrogate(c) && !paired;
  }

  /// ECMA-262 §6.1.6.1.20 Number::toString, radix 10.
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "null";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + number(digits, point);
  }

  /// @param point where the decimal point stands, counted from before the first digit
  private static String number(String digits, int point) {
    int length = digits.length();
    if (point > 21 || point <= -6) {
      String fraction = length == 1 ? "" : "." + digits.substring(1);
      return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point >= length) {
      return digits + "0".repeat(point - length);
    }
    return point > 0
        ? digits.substring(0, point) + "." + digits.substring(point)
        : "0." + "0".repeat(-point) + digits;
  }
}
