package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import io.micronaut.json.tree.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies that a client instance sends (RFC 9635 §2, §5.1), printed as [JavaScriptText].
final class GrantRequestBody {

  private GrantRequestBody() {}

  static byte[] of(Wanted wanted, Json client, @Nullable Finish finish) {
    var members = new HashMap<String, JsonNode>();
    members.put("client", JsonTree.of(client.canonical()));
    if (wanted.accessToken() != null) {
      members.put("access_token", JsonTree.of(wanted.accessToken().canonical()));
    }
    if (wanted.subject() != null) {
      members.put("subject", JsonTree.of(wanted.subject().canonical()));
    }
    if (finish != null) {
      members.put("interact", interact(finish));
    }
    return bytes(members);
  }

  static byte[] ofContinuation(Secret interactRef) {
    return bytes(Map.of("interact_ref", JsonNode.createStringNode(interactRef.reveal())));
  }

  private static JsonNode interact(Finish finish) {
    var redirect = JsonNode.createStringNode("redirect");
    return JsonNode.createObjectNode(
        Map.of(
            "start",
            JsonNode.createArrayNode(List.of(redirect)),
            "finish",
            JsonNode.createObjectNode(
                Map.of(
                    "method",
                    redirect,
                    "uri",
                    JsonNode.createStringNode(finish.uri().reveal()),
                    "nonce",
                    JsonNode.createStringNode(finish.nonce().reveal())))));
  }

  private static byte[] bytes(Map<String, JsonNode> members) {
    return JavaScriptText.of(JsonNode.createObjectNode(members)).getBytes(UTF_8);
  }
}
