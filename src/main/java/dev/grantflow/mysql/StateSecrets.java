package dev.grantflow.mysql;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The column `secrets`: the secrets of a state, in the order of their counterparts in
/// [StateFacts].
@Serdeable
record StateSecrets(
    @Nullable String nonce,
    @Nullable String finish,
    @Nullable String continueToken,
    @Nullable String interactRef,
    @Nullable List<TokenSecrets> accessTokens) {

  static final StateSecrets NONE = new StateSecrets(null, null, null, null, null);

  @Override
  public String toString() {
    return "StateSecrets[secret]";
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
