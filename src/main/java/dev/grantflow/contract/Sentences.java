package dev.grantflow.contract;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// What a schema's keyword means to whoever sent the command: the value's fault and the remedy.
final class Sentences {

  static final String MISSING = "Missing. Add it.";

  /// What the patterns of the schemas say, by the name of the definition.
  static final Map<String, String> PATTERNS =
      Map.of(
          "grantId", "Give 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -",
          "client", "Give the name of a configured client instance",
          "tokenLabel", "Give 1 to 64 visible ASCII characters other than space and \"",
          "httpUri", "Give an absolute URI that begins with https:// or http://",
          "amount",
              "Give a whole number from 0 to 18446744073709551615 in decimal digits, as a string");

  private Sentences() {}

  static String unknownMember(Iterable<String> known) {
    return "Unknown field. Remove it or correct its spelling; known here are %s."
        .formatted(String.join(", ", known));
  }

  static String fault(Error error, String subject, JsonNode value) {
    var schema = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> "This is %s. Give %s.".formatted(kind(value), wanted(schema));
      case "enum", "const" -> "%s is not allowed here. Give %s.".formatted(subject, oneOf(schema));
      case "pattern" -> "%s does not fit. %s.".formatted(subject, pattern(error));
      case "minLength", "minItems", "minProperties" ->
          "Too short or empty. Give at least %s.".formatted(schema.asString());
      case "maxLength" ->
          "%d characters are too many. Give at most %s."
              .formatted(value.asString().length(), schema.asString());
      case "maxItems" ->
          "%d are too many. Give at most %s.".formatted(value.size(), schema.asString());
      case "uniqueItems" -> "One of them is there twice. Remove the repetition.";
      case "minimum" -> "%s is too small. Give at least %s.".formatted(subject, schema.asString());
      case "maximum" -> "%s is too large. Give at most %s.".formatted(subject, schema.asString());
      default ->
          "%s does not fit the published schema (%s)."
              .formatted(subject, error.getKeyword().toLowerCase(Locale.ROOT));
    };
  }

  /// A value's kind with its article.
  static String kind(JsonNode value) {
    return kind(value.getNodeType());
  }

  private static String kind(JsonNodeType type) {
    return switch (type) {
      case OBJECT, POJO -> "an object";
      case ARRAY -> "an array";
      case STRING, BINARY -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL, MISSING -> "null";
    };
  }

  private static String wanted(JsonNode types) {
    var names = new ArrayList<String>();
    if (types.isArray()) {
      types.forEach(type -> names.add(article(type.asString())));
    } else {
      names.add(article(types.asString()));
    }
    return String.join(" or ", names);
  }

  private static String article(String type) {
    return switch (type) {
      case "integer" -> "a whole number";
      case "object", "array" -> "an " + type;
      case "null" -> type;
      default -> "a " + type;
    };
  }

  private static String oneOf(JsonNode values) {
    List<String> names = new ArrayList<>();
    values.forEach(value -> names.add(value.asString()));
    return names.size() == 1 ? names.getFirst() : "one of " + String.join(", ", names);
  }

  private static String pattern(Error error) {
    var location = error.getSchemaLocation().toString();
    var definition = location.replaceFirst(".*/\\$defs/([^/]+)/.*", "$1");
    return PATTERNS.getOrDefault(definition, "See the published schema");
  }
}
