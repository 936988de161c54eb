package dev.grantflow.sandbox.authserver;

import java.security.PublicKey;

/// Ties the verifier to the keys that clients publish.
final class Authentication {
  private final SignatureVerifier verifier;
  private final ClientDirectory clients;

  Authentication(SignatureVerifier verifier, ClientDirectory clients) {
    this.verifier = verifier;
    this.clients = clients;
  }

  /// What can be said about the signature before it is known whose it is.
  SignatureInput read(Call call) {
    call.requireJson();
    return verifier.read(call.message());
  }

  /// @throws Refused with 400 or 401 `invalid_client`
  void check(Call call, SignatureInput input, GrantRequest.Client client, Behaviour behaviour) {
    if (behaviour.is(Quirk.BARE_SIGNATURE)
        && (input.parameter("tag").isPresent() || input.parameter("nonce").isPresent())) {
      throw new Refused(401, "invalid_client", "invalid signature input");
    }
    String keyId =
        input
            .parameter("keyid")
            .orElseThrow(() -> new Refused(401, "invalid_client", "signature lacks keyid"));
    PublicKey key = clients.key(client, keyId);
    verifier.check(call.message(), input, key);
  }
}
