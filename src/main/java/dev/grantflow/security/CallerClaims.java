package dev.grantflow.security;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who calls, by the claims of a verified token.
///
/// @param clientsClaim that lists client instances; null where all are everybody's
/// @param clockSkew for which a token is believed beyond its end
record CallerClaims(@Nullable String clientsClaim, Duration clockSkew) {

  private static final int NAME_LENGTH_MAX = 255;

  /// Empty when the token says nothing of who it is that could be written down, or never ends.
  Optional<Caller> caller(JWTClaimsSet claims) {
    var subject = claims.getSubject();
    var end = claims.getExpirationTime();
    if (!isName(subject) || end == null) {
      return Optional.empty();
    }
    var clientId = text(claims, "client_id");
    return Optional.of(
        new Caller(
            subject,
            clientId == null ? text(claims, "azp") : clientId,
            scopes(claims),
            clientsClaim == null ? null : words(claims.getClaim(clientsClaim)),
            end.toInstant().plus(clockSkew)));
  }

  /// Providers do not agree on the name nor on the form.
  private static Set<String> scopes(JWTClaimsSet claims) {
    return Stream.of("scope", "scp")
        .flatMap(name -> words(claims.getClaim(name)).stream())
        .collect(Collectors.toSet());
  }

  /// Of a text with spaces between them, or of an array of them.
  private static Set<String> words(@Nullable Object claim) {
    var words = new HashSet<String>();
    switch (claim) {
      case String text -> words.addAll(List.of(text.split(" ", -1)));
      case List<?> list ->
          list.forEach(
              it -> {
                if (it instanceof String text) {
                  words.add(text);
                }
              });
      case null -> {}
      case Object _ -> {}
    }
    words.remove("");
    return words;
  }

  private static @Nullable String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text && isName(text) ? text : null;
  }

  /// What goes into a line of the log stays in that line.
  private static boolean isName(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= NAME_LENGTH_MAX
        && text.codePoints()
            .noneMatch(it -> Character.isISOControl(it) || it == 0x2028 || it == 0x2029);
  }
}
