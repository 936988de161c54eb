package dev.grantflow.contract;

import dev.grantflow.grant.GrantError;
import tools.jackson.databind.node.ObjectNode;

/// The `error` member by which services learn why something came to nothing.
public final class ErrorContent {

  private ErrorContent() {}

  public static ObjectNode of(GrantError error) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("code", error.code());
    json.put("description", error.description());
    if (error.httpStatus() != null) {
      json.put("httpStatus", error.httpStatus());
    }
    return json;
  }
}
