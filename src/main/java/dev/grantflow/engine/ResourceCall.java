package dev.grantflow.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a call to an Open Payments resource server does, in the words of access items.
///
/// @param type the `type` of an access item
/// @param action the one of its `actions` that is needed
record ResourceCall(String type, String action) {

  /// By the first segment below the resource server.
  private static final Map<String, String> TYPES =
      Map.of(
          "incoming-payments", "incoming-payment",
          "quotes", "quote",
          "outgoing-payments", "outgoing-payment");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");
  private static final Set<String> LIST_PARAMETERS =
      Set.of("wallet-address", "cursor", "first", "last");

  static boolean isKnown(String type) {
    return TYPES.containsValue(type);
  }

  /// @param below the segments of the path after those of the resource server
  /// @return empty where the resource server document knows no such call
  static Optional<ResourceCall> of(String method, List<String> below) {
    var type = TYPES.get(below.getFirst());
    if (type == null || (below.size() > 1 && !ID.matcher(below.get(1)).matches())) {
      return Optional.empty();
    }
    var path = String.join("/", below.stream().skip(2).toList());
    return switch (method + " " + below.size()) {
      case "POST 1" -> Optional.of(new ResourceCall(type, "create"));
      case "GET 1" ->
          type.equals("quote") ? Optional.empty() : Optional.of(new ResourceCall(type, "list"));
      case "GET 2" -> Optional.of(new ResourceCall(type, "read"));
      case "POST 3" ->
          type.equals("incoming-payment") && path.equals("complete")
              ? Optional.of(new ResourceCall(type, "complete"))
              : Optional.empty();
      case String _ -> Optional.empty();
    };
  }

  /// Whether an access item's `actions` allow it.
  boolean isAmong(List<String> actions) {
    var everybodys = action.equals("read") || action.equals("list");
    return actions.contains(action) || (everybodys && actions.contains(action + "-all"));
  }

  /// What speaks against the target's query, as a message; empty when nothing does.
  ///
  /// @param wallet whose resources the access item is for; empty where it does not say
  Optional<String> objectionTo(Optional<String> query, Optional<String> wallet) {
    if (!action.equals("list")) {
      return query.map(_ -> "must have no query: only lists have one");
    }
    var wallets = new ArrayList<String>();
    for (var parameter : query.orElse("").split("&", -1)) {
      var equals = parameter.indexOf('=');
      var name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!LIST_PARAMETERS.contains(name)) {
        return Optional.of(
            "must have no other query parameters than wallet-address, cursor, first" + " and last");
      }
      if (name.equals("wallet-address")) {
        wallets.add(decoded(parameter.substring(equals + 1)));
      }
    }
    if (wallets.size() != 1) {
      return Optional.of("must name in its query, once, the wallet-address whose list it is");
    }
    return wallet
        .filter(granted -> !isSame(granted, wallets.getFirst()))
        .map(granted -> "must name in its query the wallet-address that was granted: " + granted);
  }

  private static boolean isSame(String granted, String asked) {
    return granted.equals(asked) || granted.equals(asked + "/") || asked.equals(granted + "/");
  }

  /// Percent signs are in their places: the URI was parsed.
  private static String decoded(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return type + " " + action;
  }
}
