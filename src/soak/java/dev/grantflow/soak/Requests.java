package dev.grantflow.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;

/// The data of commands.
final class Requests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Requests() {}

  static ObjectNode request(PlannedGrant grant, URI wallet, Duration expiresIn) {
    var data =
        JSON.createObjectNode()
            .put("grantId", grant.id())
            .put("walletAddress", wallet.toString())
            .put("expiresIn", expiresIn.toString());
    data.putObject("metadata").put("order", "für " + grant.id());
    if (grant.kind().ask().needsConsent()) {
      data.putObject("interact").put("returnUri", Replicas.RETURN_URI.toString());
    }
    switch (grant.kind().ask()) {
      case INCOMING_PAYMENT -> access(data.putObject("access_token"), "incoming-payment", wallet);
      case QUOTE -> quote(data.putObject("access_token"));
      case OUTGOING_PAYMENT -> outgoing(data, wallet);
      case SUBJECT ->
          data.putObject("subject")
              .putArray("sub_ids")
              .addObject()
              .put("id", wallet.toString())
              .put("format", "uri");
      case SEVERAL_TOKENS -> {
        var tokens = data.putArray("access_token");
        access(tokens.addObject().put("label", "receive"), "incoming-payment", wallet);
        quote(tokens.addObject().put("label", "price"));
      }
    }
    return data;
  }

  static ObjectNode revocation(String grantId) {
    return JSON.createObjectNode().put("grantId", grantId).put("reason", "changed my mind");
  }

  static ObjectNode rotation(String grantId) {
    return JSON.createObjectNode()
        .put("grantId", grantId)
        .put("tokenVersion", 1)
        .put("reason", "401");
  }

  private static void outgoing(ObjectNode data, URI wallet) {
    access(data.putObject("access_token"), "outgoing-payment", wallet)
        .putObject("limits")
        .putObject("debitAmount")
        .put("value", "500")
        .put("assetCode", "USD")
        .put("assetScale", 2);
  }

  private static ObjectNode access(ObjectNode token, String type, URI wallet) {
    var access = token.putArray("access").addObject();
    access.put("type", type).put("identifier", wallet.toString());
    access.putArray("actions").add("create").add("read");
    return access;
  }

  private static void quote(ObjectNode token) {
    var access = token.putArray("access").addObject().put("type", "quote");
    access.putArray("actions").add("create").add("read");
  }
}
