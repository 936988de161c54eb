package dev.grantflow.contract;

import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/// What passes through verbatim has to mean the same to every JSON parser on its way (RFC 7493, RFC
/// 8785 §3.1): numbers are doubles and strings are Unicode. Anything else would arrive changed.
final class PortableJson {

  private static final BigInteger INTEGER_MAX = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

  private PortableJson() {}

  static void check(FieldPath path, JsonNode node, Problems problems) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> {
                checkText(path.member(member.getKey()), member.getKey(), "name", problems);
                check(path.member(member.getKey()), member.getValue(), problems);
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(path.item(i), node.get(i), problems);
      }
    } else if (node.isIntegralNumber()) {
      if (node.bigIntegerValue().abs().compareTo(INTEGER_MAX) > 0) {
        problems.add(
            path,
            "This integer is beyond 2^53 - 1, where JSON parsers lose digits. Write it as a"
                + " string.");
      }
    } else if (node.isNumber()) {
      if (!Double.isFinite(node.doubleValue())) {
        problems.add(path, "This number is too large for a double. Write it as a string.");
      }
    } else if (node.isString()) {
      checkText(path, node.stringValue(), "text", problems);
    }
  }

  private static void checkText(FieldPath path, String text, String what, Problems problems) {
    if (text.codePoints()
        .anyMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE)) {
      problems.add(
          path,
          "This %s has half of a surrogate pair in it, which is no character. Remove it."
              .formatted(what));
    }
  }
}
