package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.authserver.ResourceCall.Caller;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a caller's token allows.
record Rights(@Nullable Caller caller) {

  /// @param item the access item that allows it
  /// @param everybodys whether what other clients made is seen too
  record Allowed(Caller caller, JsonNode item, boolean everybodys) {}

  /// @param wallet the wallet address of the resource
  /// @throws Refusal with 401 without a token, with 403 where it does not allow this
  Allowed require(String type, String action, String wallet) {
    if (caller == null) {
      throw new Refusal(401, "unauthorized", "a GNAP access token is needed");
    }
    return Stream.of(action + "-all", action)
        .flatMap(
            wanted ->
                caller.access().stream()
                    .filter(item -> allows(item, type, wanted, wallet))
                    .map(item -> new Allowed(caller, item, !wanted.equals(action))))
        .findFirst()
        .orElseThrow(() -> Refusal.notGranted("the token does not allow this"));
  }

  private static boolean allows(JsonNode item, String type, String action, String wallet) {
    return item.path("type").asText().equals(type)
        && item.path("actions").valueStream().anyMatch(it -> it.asText().equals(action))
        && (!item.has("identifier") || item.path("identifier").asText().equals(wallet));
  }
}
