package dev.grantflow.gnap;

import com.fasterxml.jackson.core.JsonFactory;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/// JSON as a tree, because the shapes of GNAP vary: many members are a string here and an object
/// there, and every unknown one is kept.
final class JsonTree {

  // Nesting is limited to the library's 1000 levels, far below what the stack holds.
  private static final JsonFactory JSON = new JsonFactory();
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

  /// Whether [#canonical] has a form for it: not so for numbers beyond a double's range. To try
  /// would take longer than to read and to sign.
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
    var text = new StringWriter();
    try (var generator = JSON.createGenerator(text)) {
      CODEC.writeTree(generator, tree);
      generator.flush();
      // The canonicaliser takes objects and arrays only.
      var wrapped = new JsonCanonicalizer("[" + text + "]").getEncodedString();
      return Optional.of(wrapped.substring(1, wrapped.length() - 1));
    } catch (IOException _) {
      return Optional.empty();
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
