package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.grant.Secret;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the body of a pushed finish callback: `hash` and `interact_ref` (RFC 9635 §4.2.2), bounded
/// as those of a browser are. Other members are let be; nothing of a value is repeated in a detail.
@Singleton
final class PushBody {

  private final JsonMapper json;

  PushBody(JsonMapper json) {
    this.json = json;
  }

  sealed interface Reading {}

  record Understood(Arrival.Pushed arrival) implements Reading {}

  /// @param detail a sentence that names the member
  record Flawed(String detail) implements Reading {}

  Reading read(String body) {
    var object = object(body);
    if (object == null) {
      return new Flawed("The body is not a JSON object.");
    }
    var hash = text(object, "hash");
    var interactRef = text(object, "interact_ref");
    if (hash.isEmpty() || hash.length() > FinishQuery.HASH_MAX) {
      return new Flawed("The member hash is missing, or too long.");
    }
    return interactRef.isEmpty() || interactRef.length() > FinishQuery.INTERACT_REF_MAX
        ? new Flawed("The member interact_ref is missing, or too long.")
        : new Understood(new Arrival.Pushed(hash, Secret.of(interactRef)));
  }

  private @Nullable JsonNode object(String body) {
    try {
      var tree = json.readValue(body, JsonNode.class);
      return tree != null && tree.isObject() ? tree : null;
    } catch (IOException _) {
      return null;
    }
  }

  private static String text(JsonNode object, String name) {
    var member = object.get(name);
    return member == null || !member.isString() ? "" : member.getStringValue();
  }
}
