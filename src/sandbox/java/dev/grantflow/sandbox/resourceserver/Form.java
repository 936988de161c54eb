package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a call that creates something.
final class Form {
  private final JsonNode body;

  /// @throws Refusal where there is none
  Form(@Nullable JsonNode body) {
    if (body == null) {
      throw Refusal.invalid("body is required");
    }
    this.body = body;
  }

  /// @throws Refusal where there is another member (the document's `additionalProperties: false`)
  void allow(List<String> members) {
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      if (!members.contains(member.getKey())) {
        throw Refusal.invalid("body must NOT have additional properties");
      }
    }
  }

  String wallet() {
    return text("walletAddress");
  }

  boolean has(String member) {
    return body.has(member);
  }

  String text(String member) {
    if (!body.path(member).isTextual()) {
      throw Refusal.invalid("body must have required property '" + member + "'");
    }
    return body.path(member).textValue();
  }

  Optional<Amount> amount(String member) {
    return has(member)
        ? Optional.of(Amount.read(body.path(member), "body." + member))
        : Optional.empty();
  }

  void copy(String member, ObjectNode into) {
    if (has(member)) {
      into.set(member, body.path(member));
    }
  }
}
