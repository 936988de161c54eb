package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Checks access items: types, actions, limits. Unknown members are refused, as the description's
/// `unevaluatedProperties: false` says.
final class AccessReader {
  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          "incoming-payment", Set.of("create", "complete", "read", "read-all", "list", "list-all"),
          "outgoing-payment", Set.of("create", "read", "read-all", "list", "list-all"),
          "quote", Set.of("create", "read", "read-all"));
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "incoming-payment", Set.of("type", "actions", "identifier"),
          "outgoing-payment", Set.of("type", "actions", "identifier", "limits"),
          "quote", Set.of("type", "actions"));
  private static final Set<String> LIMITS =
      Set.of("receiver", "interval", "debitAmount", "receiveAmount");
  private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private AccessReader() {}

  static List<JsonNode> read(JsonNode access) {
    String field = "body.access_token.access";
    if (!access.isArray() || access.isEmpty() || access.size() > 3) {
      throw Refused.invalidBody(field + " must have 1 to 3 items");
    }
    List<JsonNode> items = IntStream.range(0, access.size()).mapToObj(access::get).toList();
    if (new HashSet<>(items).size() < items.size()) {
      throw Refused.invalidBody(field + " must not have duplicate items");
    }
    IntStream.range(0, items.size()).forEach(i -> requireItem(items.get(i), field + "." + i));
    return items;
  }

  private static void requireItem(JsonNode item, String field) {
    String type = item.path("type").asText();
    GrantRequestReader.requireText(
        item.path("type"), field + ".type", List.copyOf(ACTIONS.keySet()));
    requireOnly(item, field, MEMBERS.getOrDefault(type, Set.of()));
    requireActions(item.path("actions"), field + ".actions", ACTIONS.getOrDefault(type, Set.of()));
    if (item.has("identifier") || type.equals("outgoing-payment")) {
      GrantRequestReader.uri(item.path("identifier"), field + ".identifier");
    }
    if (item.has("limits")) {
      requireLimits(item.path("limits"), field + ".limits");
    }
  }

  private static void requireActions(JsonNode actions, String field, Set<String> allowed) {
    if (!actions.isArray() || actions.isEmpty()) {
      throw Refused.invalidBody(field + " must be an array with an item");
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode action : actions) {
      GrantRequestReader.requireText(action, field, List.copyOf(allowed));
      if (!seen.add(action.textValue())) {
        throw Refused.invalidBody(field + " must not have duplicate items");
      }
    }
  }

  private static void requireLimits(JsonNode limits, String field) {
    requireOnly(limits, field, LIMITS);
    if (limits.has("debitAmount") && limits.has("receiveAmount")) {
      throw Refused.invalidBody(field + " must match exactly one schema in oneOf");
    }
    if (limits.has("receiver")
        && !limits.path("receiver").asText().matches("https?://.+/incoming-payments/.+")) {
      throw Refused.invalidBody(field + ".receiver must match pattern");
    }
    if (limits.has("interval") && !RepeatingInterval.isValid(limits.path("interval").asText())) {
      throw Refused.invalidBody(field + ".interval must be a repeating interval");
    }
    for (String amount : List.of("debitAmount", "receiveAmount")) {
      if (limits.has(amount)) {
        requireAmount(limits.path(amount), field + "." + amount);
      }
    }
  }

  private static void requireAmount(JsonNode amount, String field) {
    requireOnly(amount, field, Set.of("value", "assetCode", "assetScale"));
    String value = amount.path("value").asText();
    if (!amount.path("value").isTextual()
        || !value.matches("[0-9]{1,20}")
        || new BigInteger(value).compareTo(UINT64_MAX) > 0) {
      throw Refused.invalidBody(field + ".value must match format \"uint64\"");
    }
    if (!amount.path("assetCode").isTextual()) {
      throw Refused.invalidBody(field + ".assetCode must be string");
    }
    JsonNode scale = amount.path("assetScale");
    if (!scale.isInt() || scale.intValue() < 0 || scale.intValue() > 255) {
      throw Refused.invalidBody(field + ".assetScale must be between 0 and 255");
    }
  }

  private static void requireOnly(JsonNode object, String field, Set<String> allowed) {
    if (!object.isObject()) {
      throw Refused.invalidBody(field + " must be object");
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!allowed.contains(member.getKey())) {
        throw Refused.invalidBody(field + " must NOT have unevaluated properties");
      }
    }
  }
}
