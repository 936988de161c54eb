package dev.grantflow.web;

import dev.grantflow.contract.AsTold;
import dev.grantflow.contract.DataJson;
import dev.grantflow.grant.AccessToken;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What may be told of an access token: everything but what it can be used with. Members are picked
/// and not left out, so nothing that a server adds gets through.
final class IssuedToken {

  private static final List<String> TOLD = List.of("access", "flags");

  private IssuedToken() {}

  static ObjectNode of(AccessToken token) {
    var told = DataJson.MAPPER.createObjectNode();
    if (token.label() != null) {
      told.put("label", token.label());
    }
    AsTold.copy(AsTold.read(token.verbatim().reveal()), told, TOLD);
    if (token.expiresAt() != null) {
      told.put("expiresAt", token.expiresAt().toString());
    }
    return told;
  }
}
