package dev.grantflow.contract;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Issued tokens as members of JSON: whole, as the authorization server gave them, or without what
/// they can be used or managed with. This is where they are revealed.
public final class TokenContent {

  private static final String NAME = "access_token";

  /// Members are picked and not left out, so that nothing a server adds gets through.
  private static final List<String> TOLD = List.of("access", "flags", "expires_in");

  private TokenContent() {}

  /// Everything of the tokens: an object, or an array where the request had one.
  ///
  /// @throws IllegalArgumentException when there is no token
  public static Secret whole(Wanted wanted, Issue issue) {
    var tokens = issue.accessTokens();
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("an issue without a token");
    }
    return issue.isToldAsArray(wanted)
        ? Secret.of(
            tokens.stream()
                .map(token -> token.verbatim().reveal())
                .collect(Collectors.joining(",", "[", "]")))
        : tokens.getFirst().verbatim();
  }

  /// Adds the member `access_token` with its secrets.
  public static void putWhole(ObjectNode to, Secret whole) {
    to.putRawValue(NAME, new RawValue(whole.reveal()));
  }

  /// Adds the member `access_token` without its secrets.
  public static void putTold(ObjectNode to, AccessToken token) {
    to.set(NAME, told(token));
  }

  /// Adds the member `access_token` without its secrets, in the shape that it has with them.
  public static void putTold(ObjectNode to, Wanted wanted, Issue issue) {
    var tokens = issue.accessTokens();
    if (issue.isToldAsArray(wanted)) {
      var array = to.putArray(NAME);
      tokens.forEach(token -> array.add(told(token)));
    } else {
      putTold(to, tokens.getFirst());
    }
  }

  private static ObjectNode told(AccessToken token) {
    var told = DataJson.MAPPER.createObjectNode();
    if (token.label() != null) {
      told.put("label", token.label());
    }
    AsTold.copy(AsTold.read(token.verbatim().reveal()), told, TOLD);
    return told;
  }
}
