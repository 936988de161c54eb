package dev.grantflow.mysql;

import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is encrypted in the column `secrets`: the secrets of a state, in the order of their
/// counterparts in [StateFacts]. The URIs are among them because a server may make whoever knows
/// one able to act: who has the redirect can decide, and who has a token's `manage` URI is half
/// way. What was confirmed of a subject may hold assertions, and is about a person.
///
/// @param forward where our own URI, which then is the `redirect` of `start`, sends a browser on
@Serdeable
record StateSecrets(
    @Nullable String nonce,
    @Nullable String finish,
    @Nullable Start start,
    @Nullable URI forward,
    @Nullable URI continueUri,
    @Nullable String continueToken,
    @Nullable String interactRef,
    @Nullable List<TokenSecrets> accessTokens,
    @Nullable String subject) {

  static final StateSecrets NONE =
      new StateSecrets(null, null, null, null, null, null, null, null, null);

  @Override
  public String toString() {
    return "StateSecrets[secret]";
  }

  /// The ways to begin an interaction.
  ///
  /// @param userCode to be typed at a URI that is known
  /// @param code to be typed at `codeUri`
  @Serdeable
  record Start(
      @Nullable URI redirect,
      @Nullable URI app,
      @Nullable String userCode,
      @Nullable URI codeUri,
      @Nullable String code) {

    @Override
    public String toString() {
      return "Start[secret]";
    }
  }

  /// @param verbatim the access token object; null where only its revocation is left
  /// @param manage null where the server gave none
  @Serdeable
  record TokenSecrets(@Nullable String verbatim, @Nullable URI manage, String manageToken) {

    @Override
    public String toString() {
      return "TokenSecrets[secret]";
    }
  }
}
