package dev.grantflow.grant;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a granted request brought: tokens, a confirmed subject, or both.
///
/// @param accessTokens in the server's order; several only where several were asked for
/// @param subject the `subject` member of the answer (RFC 9635 §3.4), in canonical form: it is
///   about a person, and its assertions let somebody pass for them
public record Issue(List<AccessToken> accessTokens, @Nullable Secret subject) {

  /// @throws IllegalArgumentException when there is neither a token nor a subject
  public Issue {
    accessTokens = List.copyOf(accessTokens);
    if (accessTokens.isEmpty() && subject == null) {
      throw new IllegalArgumentException("an issue has neither access_token nor subject");
    }
  }

  /// When the first of the tokens expires; empty when none does.
  public Optional<Instant> expiresAt() {
    return accessTokens.stream()
        .map(AccessToken::expiresAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  /// Whether the tokens are told as an array: one answers an array, whatever its length (RFC 9635
  /// §3.2).
  public boolean isToldAsArray(GrantRequested.Wanted wanted) {
    var asked = wanted.accessToken();
    return accessTokens.size() > 1 || (asked != null && asked.canonical().startsWith("["));
  }
}
