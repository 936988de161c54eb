package dev.grantflow.client;

import dev.grantflow.grant.Json;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The rights that an `access_token` member asks for, each with the path where it stands.
final class WantedRights {

  private static final JsonMapper JSON = new JsonMapper();

  private WantedRights() {}

  static Stream<WantedRight> of(Json accessToken) {
    var tokens = JSON.readTree(accessToken.canonical());
    return tokens.isArray()
        ? IntStream.range(0, tokens.size())
            .boxed()
            .flatMap(i -> of("access_token[%d]".formatted(i), tokens.path(i)))
        : of("access_token", tokens);
  }

  private static Stream<WantedRight> of(String path, JsonNode token) {
    var access = token.path("access");
    return IntStream.range(0, access.size())
        .mapToObj(i -> new WantedRight("%s.access[%d]".formatted(path, i), access.path(i)));
  }
}
