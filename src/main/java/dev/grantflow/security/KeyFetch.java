package dev.grantflow.security;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.egress.PublishedKeys;
import dev.grantflow.settings.ShownUri;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the issuer's keys come from. May be repeated, and takes its time.
@FunctionalInterface
interface KeyFetch {

  /// @return at least one key that tokens may be signed with
  /// @throws IOException when there are none to be had, for now or at all
  JWKSet fetch() throws IOException;

  static KeyFetch of(SecuritySettings settings, PlatformDocuments documents) {
    var file = settings.jwksFile();
    if (file != null) {
      return ofFile(file);
    }
    var uri = settings.jwksUri();
    if (uri == null) {
      throw new IllegalStateException("no issuer is configured");
    }
    return () -> keys(documents.read(uri, settings.jwksTimeout()), ShownUri.of(uri));
  }

  static KeyFetch ofFile(Path file) {
    return () -> keys(PlatformDocuments.read(file), file.toString());
  }

  private static JWKSet keys(PlatformDocuments.Answer answer, String source) throws IOException {
    return switch (answer) {
      case PlatformDocuments.Answer.Document(var text) -> parsed(text, source);
      case PlatformDocuments.Answer.Nothing(var why) -> throw new IOException(source + " " + why);
    };
  }

  /// Keys of no use here are passed over: a provider may have added one for others.
  private static JWKSet parsed(String text, String source) throws IOException {
    var set =
        PublishedKeys.read(text)
            .orElseThrow(() -> new IOException("%s holds no key set (RFC 7517)".formatted(source)));
    var keys =
        new JWKSet(set.keys())
            .toPublicJWKSet().getKeys().stream().filter(KeyFetch::isOfUse).toList();
    if (keys.isEmpty()) {
      throw new IOException("%s holds no key that a token could be signed with".formatted(source));
    }
    return new JWKSet(keys);
  }

  private static boolean isOfUse(JWK key) {
    @Nullable Algorithm algorithm = key.getAlgorithm();
    return !KeyUse.ENCRYPTION.equals(key.getKeyUse())
        && (algorithm == null || SignatureVerifiers.ALGORITHMS.contains(algorithm))
        && (!(key instanceof ECKey onCurve) || Curve.P_256.equals(onCurve.getCurve()))
        && SignatureVerifiers.publicKey(key).isPresent();
  }
}
