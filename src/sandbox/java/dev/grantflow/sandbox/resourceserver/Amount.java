package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/// US cents, which is what all wallet addresses of the sandbox hold.
record Amount(BigInteger cents) {
  static final Amount NONE = new Amount(BigInteger.ZERO);

  private static final String ASSET = "USD";
  private static final int SCALE = 2;

  /// @throws Refusal where it is no positive amount in the asset of the wallet addresses
  static Amount read(JsonNode json, String field) {
    String value = json.path("value").asText();
    if (!json.path("value").isTextual() || !value.matches("[0-9]{1,20}")) {
      throw Refusal.invalid(field + ".value must match format \"uint64\"");
    }
    if (!json.path("assetCode").asText().equals(ASSET)
        || json.path("assetScale").asInt(-1) != SCALE) {
      throw Refusal.invalid(field + " must be in the asset of the wallet address: USD, scale 2");
    }
    BigInteger cents = new BigInteger(value);
    if (cents.signum() == 0) {
      throw Refusal.invalid(field + ".value must be positive");
    }
    return new Amount(cents);
  }

  Amount plus(Amount other) {
    return new Amount(cents.add(other.cents));
  }

  boolean exceeds(Amount other) {
    return cents.compareTo(other.cents) > 0;
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("value", cents.toString())
        .put("assetCode", ASSET)
        .put("assetScale", SCALE);
  }
}
