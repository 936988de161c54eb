package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.GrantRequest.Client;
import dev.grantflow.sandbox.authserver.GrantRequest.Finish;
import dev.grantflow.sandbox.authserver.GrantRequest.Interact;
import dev.grantflow.sandbox.authserver.GrantRequest.KeyClient;
import dev.grantflow.sandbox.authserver.GrantRequest.WalletClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks a grant request against the Open Payments description of the authorization server. The
/// first fault ends it with a 400 without a code, as the reference server's validation does.
final class GrantRequestReader {
  private GrantRequestReader() {}

  static GrantRequest read(ObjectNode body) {
    boolean hasAccess = body.has("access_token");
    if (!hasAccess && !(body.has("subject") && body.has("interact"))) {
      throw Refused.invalidBody("body must have required property 'access_token'");
    }
    return new GrantRequest(
        client(body.path("client")),
        hasAccess ? AccessReader.read(body.path("access_token").path("access")) : List.of(),
        body.has("subject") ? subject(body.path("subject")) : null,
        body.has("interact") ? interact(body.path("interact")) : null);
  }

  private static Client client(JsonNode client) {
    if (client.isTextual()) {
      return new WalletClient(uri(client, "body.client"), true);
    }
    if (client.path("walletAddress").isTextual()) {
      return new WalletClient(
          uri(client.path("walletAddress"), "body.client.walletAddress"), false);
    }
    if (client.path("jwk").isObject()) {
      return new KeyClient(client.path("jwk"));
    }
    throw Refused.invalidBody("body.client must be a string, or have a wallet address or a key");
  }

  private static JsonNode subject(JsonNode subject) {
    JsonNode ids = subject.path("sub_ids");
    if (!ids.isArray() || ids.size() != 1) {
      throw Refused.invalidBody("body.subject.sub_ids must have one item");
    }
    uri(ids.path(0).path("id"), "body.subject.sub_ids.0.id");
    requireText(ids.path(0).path("format"), "body.subject.sub_ids.0.format", List.of("uri"));
    return subject;
  }

  private static Interact interact(JsonNode interact) {
    JsonNode start = interact.path("start");
    if (!start.isArray() || start.isEmpty()) {
      throw Refused.invalidBody("body.interact.start must be an array with an item");
    }
    for (JsonNode method : start) {
      requireText(method, "body.interact.start", List.of("redirect"));
    }
    return new Interact(interact.has("finish") ? finish(interact.path("finish")) : null);
  }

  private static @Nullable Finish finish(JsonNode finish) {
    requireText(finish.path("method"), "body.interact.finish.method", List.of("redirect"));
    URI uri = uri(finish.path("uri"), "body.interact.finish.uri");
    if (finish.path("nonce").asText().isEmpty()) {
      throw Refused.invalidBody("body.interact.finish must have required property 'nonce'");
    }
    return new Finish(uri, finish.path("nonce").asText());
  }

  static void requireText(JsonNode node, String field, List<String> allowed) {
    if (!node.isTextual() || !allowed.contains(node.textValue())) {
      throw Refused.invalidBody(field + " must be equal to one of the allowed values");
    }
  }

  static URI uri(JsonNode node, String field) {
    try {
      URI uri = new URI(node.asText());
      if (node.isTextual()
          && List.of("http", "https").contains(uri.getScheme())
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw Refused.invalidBody(field + " must match format \"uri\"");
    }
    throw Refused.invalidBody(field + " must match format \"uri\"");
  }
}
