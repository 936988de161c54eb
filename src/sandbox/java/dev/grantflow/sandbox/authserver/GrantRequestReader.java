package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.GrantRequest.Client;
import dev.grantflow.sandbox.authserver.GrantRequest.Finish;
import dev.grantflow.sandbox.authserver.GrantRequest.InstanceClient;
import dev.grantflow.sandbox.authserver.GrantRequest.Interact;
import dev.grantflow.sandbox.authserver.GrantRequest.KeyClient;
import dev.grantflow.sandbox.authserver.GrantRequest.WalletClient;
import dev.grantflow.sandbox.authserver.GrantRequest.WantedToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a grant request against the Open Payments description of the authorization server, or
/// against RFC 9635 where more is understood. The first fault ends it with a 400 without a code, as
/// the reference server's validation does.
final class GrantRequestReader {
  private static final List<String> STARTS =
      List.of("redirect", "user_code", "user_code_uri", "app");

  private GrantRequestReader() {}

  /// @param general whether more is understood than Open Payments has
  static GrantRequest read(ObjectNode body, boolean general) {
    boolean hasAccess = body.has("access_token");
    if (!hasAccess && !(body.has("subject") && body.has("interact"))) {
      throw Refused.invalidBody("body must have required property 'access_token'");
    }
    return new GrantRequest(
        client(body.path("client"), general),
        hasAccess ? tokens(body.path("access_token"), general) : List.of(),
        body.path("access_token").isArray(),
        body.has("subject") ? subject(body.path("subject")) : null,
        body.has("interact") ? interact(body.path("interact"), general) : null);
  }

  private static List<WantedToken> tokens(JsonNode tokens, boolean general) {
    if (!general) {
      return List.of(new WantedToken("", AccessReader.read(tokens.path("access")), List.of()));
    }
    return tokens.isArray()
        ? WantedTokenReader.several(tokens)
        : List.of(WantedTokenReader.one(tokens));
  }

  private static Client client(JsonNode client, boolean general) {
    if (general && client.isTextual() && !client.textValue().contains("://")) {
      return new InstanceClient(client.textValue());
    }
    if (client.isTextual()) {
      return new WalletClient(uri(client, "body.client"), true);
    }
    if (client.path("walletAddress").isTextual()) {
      return new WalletClient(
          uri(client.path("walletAddress"), "body.client.walletAddress"), false);
    }
    if (client.path("jwk").isObject()) {
      return new KeyClient(client.path("jwk"), null);
    }
    if (general && client.path("key").path("jwk").isObject()) {
      requireText(client.path("key").path("proof"), "body.client.key.proof", List.of("httpsig"));
      JsonNode name = client.path("display").path("name");
      return new KeyClient(client.path("key").path("jwk"), name.textValue());
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

  private static Interact interact(JsonNode interact, boolean general) {
    JsonNode start = interact.path("start");
    if (!start.isArray() || start.isEmpty()) {
      throw Refused.invalidBody("body.interact.start must be an array with an item");
    }
    Set<String> modes = new LinkedHashSet<>();
    for (JsonNode mode : start) {
      requireText(mode, "body.interact.start", general ? STARTS : List.of("redirect"));
      modes.add(mode.textValue());
    }
    return new Interact(
        modes, interact.has("finish") ? finish(interact.path("finish"), general) : null);
  }

  private static @Nullable Finish finish(JsonNode finish, boolean general) {
    requireText(
        finish.path("method"),
        "body.interact.finish.method",
        general ? List.of("redirect", "push") : List.of("redirect"));
    URI uri = uri(finish.path("uri"), "body.interact.finish.uri");
    if (finish.path("nonce").asText().isEmpty()) {
      throw Refused.invalidBody("body.interact.finish must have required property 'nonce'");
    }
    String hashMethod = general ? finish.path("hash_method").asText("sha-256") : "sha-256";
    if (!InteractionHash.METHODS.contains(hashMethod)) {
      throw Refused.invalidBody("body.interact.finish.hash_method is not known");
    }
    boolean isPushed = finish.path("method").asText().equals("push");
    return new Finish(isPushed, uri, finish.path("nonce").asText(), hashMethod);
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
