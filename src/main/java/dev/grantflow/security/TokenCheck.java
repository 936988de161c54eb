package dev.grantflow.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.grantflow.security.AccessRefused.Reason;
import java.security.Key;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a token is one of the issuer's, for us, and at its time (RFC 7519, RFC 9068).
/// Thread-safe.
final class TokenCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);

  private final JWKSource<SecurityContext> keys;
  private final CallerClaims claims;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenCheck(SecuritySettings settings, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.keys = keys;
    this.claims = new CallerClaims(settings.clientsClaim(), settings.clockSkew());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(this::keys);
    processor.setJWSVerifierFactory(new SignatureVerifiers());
    processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
  }

  /// May wait for the issuer's keys, if the caller can.
  ///
  /// @throws AccessRefused with `INVALID_TOKEN`, or `KEYS_AWAY` when nothing can be said
  Caller check(String token, Haste haste) {
    try {
      var jwt = SignedJWT.parse(token);
      // Nothing beyond the RFCs is understood here, so what must be understood is refused
      // (RFC 7515 §4.1.11).
      if (jwt.getHeader().getCriticalParams() != null) {
        throw refused("its header");
      }
      return claims.caller(processor.process(jwt, haste)).orElseThrow(() -> refused("its claims"));
    } catch (ParseException _) {
      throw refused("its form");
    } catch (BadJWTException _) {
      throw refused("its claims");
    } catch (KeySourceException _) {
      throw new AccessRefused(Reason.KEYS_AWAY, null);
    } catch (BadJOSEException | JOSEException _) {
      throw refused("its header or its signature");
    }
  }

  /// The keys that the header may mean; an embedded one is nobody's word. None where the algorithm
  /// is not one of ours.
  private List<Key> keys(JWSHeader header, @Nullable SecurityContext haste)
      throws KeySourceException {
    if (!SignatureVerifiers.ALGORITHMS.contains(header.getAlgorithm())) {
      return List.of();
    }
    return keys.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), haste).stream()
        .map(SignatureVerifiers::publicKey)
        .flatMap(Optional::stream)
        .<Key>map(key -> key)
        .toList();
  }

  /// For whoever sets the service up; nothing of the token, which anybody may have written.
  private static AccessRefused refused(String part) {
    LOG.debug("a token was refused for {}", part);
    return new AccessRefused(Reason.INVALID_TOKEN, null);
  }

  /// As the library checks them, by our clock.
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final InstantSource clock;

    Claims(SecuritySettings settings, InstantSource clock) {
      super(
          settings.audience(),
          new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
          Set.of("exp", "sub"));
      this.clock = clock;
      setMaxClockSkew(Math.toIntExact(settings.clockSkew().toSeconds()));
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
