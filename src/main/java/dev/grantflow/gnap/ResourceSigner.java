package dev.grantflow.gnap;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignedHeaders;
import dev.grantflow.gnap.signature.UnsignedRequest;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Signs calls to resource servers that somebody else makes. Nothing is sent. Thread-safe as far as
/// the random generator is.
@Singleton
public final class ResourceSigner {

  private final InstantSource clock;
  private final RandomGenerator random;

  public ResourceSigner(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// @param signer the client instance's whose token it is
  /// @param request without authorization, which is added
  public SignedHeaders sign(RequestSigner signer, BoundToken token, UnsignedRequest request) {
    return token.sign(signer, request, clock.instant(), RequestNonce.next(random));
  }
}
