package dev.grantflow.contract;

import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.InteractionStart.UserCodeUri;
import tools.jackson.databind.node.ObjectNode;

/// The `interact` member by which services learn how the resource owner may begin (RFC 9635 §3.3).
public final class InteractContent {

  private InteractContent() {}

  /// The codes are the resource owner's to type, and so are told.
  public static ObjectNode of(InteractionStart start) {
    var interact = DataJson.MAPPER.createObjectNode();
    if (start.redirect() != null) {
      interact.put("redirect", start.redirect().toString());
    }
    if (start.userCode() != null) {
      interact.put("user_code", start.userCode().reveal());
    }
    if (start.userCodeUri() instanceof UserCodeUri(var code, var uri)) {
      interact.putObject("user_code_uri").put("code", code.reveal()).put("uri", uri.toString());
    }
    if (start.app() != null) {
      interact.put("app", start.app().toString());
    }
    return interact;
  }
}
