package dev.grantflow.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.grantflow.gnap.Finish;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Secret;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes and recognises the unguessable part of finish callback URIs (RFC 9635 §11.18).
@Singleton
final class CallbackIds {

  private static final int RANDOM_BYTES = 32;

  private final RandomGenerator random;
  private final PublicAddress address;

  CallbackIds(RandomGenerator random, PublicAddress address) {
    this.random = random;
    this.address = address;
  }

  /// A fresh callback URI and nonce, 256 random bits each.
  Finish next(boolean isPushed, HashMethod hashMethod) {
    var id = unguessable();
    return new Finish(isPushed, address.finishUri(id), unguessable(), keyOf(id), hashMethod);
  }

  static CallbackKey keyOf(Secret callbackId) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(callbackId.reveal().getBytes(US_ASCII));
      return new CallbackKey(HexFormat.of().formatHex(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private Secret unguessable() {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
