package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.authserver.GrantRequest.WantedToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Checks wanted tokens as RFC 9635 §2.1 says, whatever the access is about.
final class WantedTokenReader {
  private WantedTokenReader() {}

  static WantedToken one(JsonNode token) {
    JsonNode access = token.path("access");
    if (!access.isArray() || access.isEmpty()) {
      throw Refused.invalidBody("body.access_token.access must be an array with an item");
    }
    for (JsonNode item : access) {
      if (!item.isTextual() && !item.path("type").isTextual()) {
        throw Refused.invalidBody("body.access_token.access must have types or references");
      }
    }
    return new WantedToken(
        token.path("label").asText(),
        IntStream.range(0, access.size()).mapToObj(access::get).toList(),
        flags(token.path("flags")));
  }

  /// Each needs a label of its own.
  static List<WantedToken> several(JsonNode tokens) {
    List<WantedToken> several = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (JsonNode token : tokens) {
      WantedToken one = one(token);
      if (one.label().isEmpty() || !labels.add(one.label())) {
        throw Refused.invalidBody("body.access_token must have labels");
      }
      several.add(one);
    }
    return List.copyOf(several);
  }

  /// `bearer` is the only one that a client can ask for.
  private static List<String> flags(JsonNode flags) {
    List<String> wanted = new ArrayList<>();
    for (JsonNode flag : flags) {
      if (!flag.asText().equals("bearer")) {
        throw new Refused(400, "invalid_flag", "flag " + flag.asText() + " is not known");
      }
      wanted.add(flag.asText());
    }
    return List.copyOf(wanted);
  }
}
