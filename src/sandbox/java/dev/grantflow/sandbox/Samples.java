package dev.grantflow.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/// The data of commands as a service would write it.
public final class Samples {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /// To create and read incoming payments; no consent is needed.
  public static String incomingPayment(String grantId, String walletAddress) {
    ObjectNode data = request(grantId, walletAddress);
    ObjectNode access = access(data, "incoming-payment", walletAddress);
    access.putArray("actions").add("create").add("read");
    return data.toString();
  }

  /// To pay up to 5.00 USD; the resource owner has to consent.
  public static String outgoingPayment(String grantId, String walletAddress, URI returnUri) {
    ObjectNode data = request(grantId, walletAddress);
    ObjectNode access = access(data, "outgoing-payment", walletAddress);
    access.putArray("actions").add("create").add("read");
    ObjectNode amount = access.putObject("limits").putObject("debitAmount");
    amount.put("value", "500").put("assetCode", "USD").put("assetScale", 2);
    data.putObject("interact").put("returnUri", returnUri.toString());
    data.putObject("metadata").put("order", "A-1001");
    return data.toString();
  }

  public static String revocation(String grantId, String reason) {
    return JSON.createObjectNode().put("grantId", grantId).put("reason", reason).toString();
  }

  public static String rotation(String grantId, String reason) {
    return JSON.createObjectNode()
        .put("grantId", grantId)
        .put("tokenVersion", 1)
        .put("reason", reason)
        .toString();
  }

  private static ObjectNode request(String grantId, String walletAddress) {
    return JSON.createObjectNode().put("grantId", grantId).put("walletAddress", walletAddress);
  }

  private static ObjectNode access(ObjectNode data, String type, String identifier) {
    ObjectNode access = data.putObject("access_token").putArray("access").addObject();
    return access.put("type", type).put("identifier", identifier);
  }
}
