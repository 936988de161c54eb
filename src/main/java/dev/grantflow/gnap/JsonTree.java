package dev.grantflow.gnap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/// JSON as a tree, because the shapes of GNAP vary: many members are a string here and an object
/// there, and every unknown one is kept.
final class JsonTree {

  // Nesting is limited to the library's 1000 levels, far below what the stack holds.
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();
  private static final JsonNodeTreeCodec CODEC = JsonNodeTreeCodec.getInstance();

  private JsonTree() {}

  /// One whole JSON text and nothing behind it; empty for anything else that a server may send. Of
  /// repeated members the last counts, as in JavaScript.
  static Optional<JsonNode> read(byte[] text) {
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      var tree = CODEC.readTree(parser);
      if (parser.nextToken() != null) {
        return Optional.empty();
      }
      return isCanonicalisable(tree) ? Optional.of(tree) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether [#canonical] has a form for it: not so for numbers beyond a double's range.
  private static boolean isCanonicalisable(JsonNode tree) {
    var left = new ArrayDeque<JsonNode>(List.of(tree));
    while (!left.isEmpty()) {
      var node = left.remove();
      if (node.isNumber() && !Double.isFinite(node.getDoubleValue())) {
        return false;
      }
      if (node.isContainerNode()) {
        node.values().forEach(left::add);
      }
    }
    return true;
  }

  /// Our own text, which was canonicalised before.
  static JsonNode of(String canonical) {
    try (var parser = JSON.createParser(canonical)) {
      parser.nextToken();
      return CODEC.readTree(parser);
    } catch (IOException invalid) {
      throw new UncheckedIOException("not the canonical JSON it is said to be", invalid);
    }
  }

  /// RFC 8785; empty where a number has no canonical form.
  static Optional<String> canonical(JsonNode tree) {
    return printed(tree, Comparator.naturalOrder());
  }

  /// Strings and numbers as RFC 8785 has them.
  ///
  /// @param order of an object's members, by their names
  /// @return empty where a number has no canonical form
  static Optional<String> printed(JsonNode tree, Comparator<String> order) {
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(text)) {
      print(tree, order, generator);
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.of(text.toString());
  }

  private static void print(JsonNode node, Comparator<String> order, JsonGenerator to)
      throws IOException {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>(order);
      node.entries().forEach(it -> members.put(it.getKey(), it.getValue()));
      to.writeStartObject();
      for (var member : members.entrySet()) {
        to.writeFieldName(member.getKey());
        print(member.getValue(), order, to);
      }
      to.writeEndObject();
    } else if (node.isArray()) {
      to.writeStartArray();
      for (var value : node.values()) {
        print(value, order, to);
      }
      to.writeEndArray();
    } else if (node.isNumber()) {
      to.writeNumber(NumberToJSON.serializeNumber(node.getDoubleValue()));
    } else {
      CODEC.writeTree(to, node);
    }
  }

  /// @return null where the tree is no object or has no such member, or where that is `null`
  static @Nullable JsonNode member(@Nullable JsonNode tree, String name) {
    var member = tree == null || !tree.isObject() ? null : tree.get(name);
    return member == null || member.isNull() ? null : member;
  }

  static @Nullable String string(@Nullable JsonNode tree, String name) {
    var member = member(tree, name);
    return member == null || !member.isString() ? null : member.getStringValue();
  }
}
