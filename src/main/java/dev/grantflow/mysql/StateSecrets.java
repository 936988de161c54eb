package dev.grantflow.mysql;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The column `secrets`: the secrets of a state, in the order of their counterparts in
/// [StateFacts].
///
/// @param start our own URI that is told in the place of the `redirect` of the facts
@Serdeable
record StateSecrets(
    @Nullable String nonce,
    @Nullable String finish,
    @Nullable UserCodes userCodes,
    @Nullable String continueToken,
    @Nullable String interactRef,
    @Nullable List<TokenSecrets> accessTokens,
    @Nullable String start) {

  static final StateSecrets NONE = new StateSecrets(null, null, null, null, null, null, null);

  @Override
  public String toString() {
    return "StateSecrets[secret]";
  }

  /// @param userCode to be typed at a URI that is known
  /// @param code to be typed at the `codeUri` of the facts
  @Serdeable
  record UserCodes(@Nullable String userCode, @Nullable String code) {

    @Override
    public String toString() {
      return "UserCodes[secret]";
    }
  }

  /// @param verbatim the access token object; null where only its revocation is left
  @Serdeable
  record TokenSecrets(@Nullable String verbatim, String manageToken) {

    @Override
    public String toString() {
      return "TokenSecrets[secret]";
    }
  }
}
