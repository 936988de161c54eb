package dev.grantflow.grant;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a grant ended without a token.
///
/// @param code an error code of RFC 9635 §3.6 where the authorization server gave one, else one of
///   ours
/// @param description for people; names no secret
/// @param httpStatus of the answer that decided, when there was one
public record GrantError(String code, String description, @Nullable Integer httpStatus) {

  /// The code of an answer that leads away from its server.
  public static final String FOREIGN_URI = "foreign_uri";

  /// What servers say of a token that they do not know, beside a code that means the key.
  public static final String UNKNOWN_TOKEN = "invalid access token";

  /// The code of an answer that is not what RFC 9635 says.
  public static final String INVALID_ANSWER = "invalid_answer";

  private static final String PAUSED = "paused";

  public static GrantError of(String code, String description) {
    return new GrantError(code, description, null);
  }

  /// Of a call that was held back because an operator has paused its client or its server.
  public static GrantError paused(String description) {
    return of(PAUSED, description);
  }

  /// Whether an operator held the call back; a server may say that word, too.
  boolean isOfPause() {
    return httpStatus == null && code.equals(PAUSED);
  }

  /// Whether it is the access token that the server does not know. `invalid_client` by itself says
  /// that our key is not accepted.
  public boolean isOfUnknownToken() {
    return code.equals("invalid_client")
        && description.toLowerCase(Locale.ROOT).contains(UNKNOWN_TOKEN);
  }
}
