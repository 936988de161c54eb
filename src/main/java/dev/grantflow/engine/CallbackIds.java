package dev.grantflow.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.gnap.Finish;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes and recognises the unguessable parts of finish callback URIs (RFC 9635 §11.18) and of the
/// URIs where bound interactions start (§11.24).
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

  /// The same for a browser that begins at a URI of ours, which is unguessable in its own right:
  /// who knows where a browser begins does not know where it comes back to.
  Finish nextBound(HashMethod hashMethod) {
    var id = unguessable();
    var startId = unguessable();
    return new Finish(
        false,
        address.finishUri(id),
        unguessable(),
        new CallbackKey(sha256(id), startKeyOf(startId)),
        hashMethod,
        address.startUri(startId));
  }

  static CallbackKey keyOf(Secret callbackId) {
    return new CallbackKey(sha256(callbackId));
  }

  static StartKey startKeyOf(Secret startId) {
    return new StartKey(sha256(startId));
  }

  private static String sha256(Secret id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(id.reveal().getBytes(UTF_8)));
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
