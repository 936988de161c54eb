package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartMode;
import io.micronaut.json.tree.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies that a client instance sends (RFC 9635 §2, §5.1), printed as [JavaScriptText].
final class GrantRequestBody {

  private GrantRequestBody() {}

  static byte[] of(Wanted wanted, Json client, @Nullable InteractionOffer offer) {
    var members = new HashMap<String, JsonNode>();
    members.put("client", JsonTree.of(client.canonical()));
    if (wanted.accessToken() != null) {
      members.put("access_token", JsonTree.of(wanted.accessToken().canonical()));
    }
    if (wanted.subject() != null) {
      members.put("subject", JsonTree.of(wanted.subject().canonical()));
    }
    if (offer != null) {
      members.put("interact", interact(offer));
    }
    return bytes(members);
  }

  static byte[] ofContinuation(Secret interactRef) {
    return bytes(Map.of("interact_ref", JsonNode.createStringNode(interactRef.reveal())));
  }

  private static JsonNode interact(InteractionOffer offer) {
    var members = new HashMap<String, JsonNode>();
    members.put(
        "start",
        JsonNode.createArrayNode(
            offer.start().stream().sorted().map(GrantRequestBody::nameOf).toList()));
    if (offer.finish() != null) {
      members.put("finish", finish(offer.finish()));
    }
    return JsonNode.createObjectNode(members);
  }

  /// Without `hash_method` where it is what the RFC takes then: not every server knows the member.
  private static JsonNode finish(Finish finish) {
    var members = new HashMap<String, JsonNode>();
    members.put("method", JsonNode.createStringNode(finish.isPushed() ? "push" : "redirect"));
    members.put("uri", JsonNode.createStringNode(finish.uri().reveal()));
    members.put("nonce", JsonNode.createStringNode(finish.nonce().reveal()));
    if (finish.hashMethod() != HashMethod.SHA_256) {
      members.put("hash_method", JsonNode.createStringNode(finish.hashMethod().registered()));
    }
    return JsonNode.createObjectNode(members);
  }

  private static JsonNode nameOf(StartMode mode) {
    return JsonNode.createStringNode(
        switch (mode) {
          case REDIRECT -> "redirect";
          case USER_CODE -> "user_code";
          case USER_CODE_URI -> "user_code_uri";
          case APP -> "app";
        });
  }

  private static byte[] bytes(Map<String, JsonNode> members) {
    return JavaScriptText.of(JsonNode.createObjectNode(members)).getBytes(UTF_8);
  }
}
