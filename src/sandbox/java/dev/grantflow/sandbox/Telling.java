package dev.grantflow.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.SeenCall;

/// How events and calls sound in the story. Token values are left out.
final class Telling {

  private final Narrator narrator;

  Telling(Narrator narrator) {
    this.narrator = narrator;
  }

  void event(SeenEvent event) {
    var data = event.data().deepCopy();
    data.findParents("value").forEach(Telling::hide);
    narrator.tell("event", event.type() + " " + data);
  }

  void call(SeenCall call) {
    var signature = call.signatureInput();
    if (signature != null) {
      narrator.tell(
          "signed call",
          "%s %s -> %d in %d ms"
              .formatted(call.method(), call.target(), call.status(), call.took().toMillis()));
      narrator.say("                   Signature-Input: " + signature);
    }
  }

  /// Amounts have a `value` too, but no `manage` and no `access`.
  private static void hide(JsonNode parent) {
    if (parent instanceof ObjectNode object && (object.has("access") || object.has("manage"))) {
      object.put("value", "(hidden here)");
    }
  }
}
