package dev.grantflow.web;

import dev.grantflow.grant.AccessToken;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What may be told of an access token: everything but what it can be used with. Members are picked
/// and not left out, so nothing that a server adds gets through.
final class IssuedToken {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final List<String> TOLD = List.of("access", "flags");

  private IssuedToken() {}

  static ObjectNode of(AccessToken token) {
    var whole = MAPPER.readTree(token.verbatim().reveal());
    var told = MAPPER.createObjectNode();
    if (token.label() != null) {
      told.put("label", token.label());
    }
    for (var name : TOLD) {
      if (whole.has(name)) {
        told.set(name, whole.get(name));
      }
    }
    if (token.expiresAt() != null) {
      told.put("expiresAt", token.expiresAt().toString());
    }
    return told;
  }
}
