package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/// The hash that binds a finish callback to its grant request (RFC 9635 §4.2.3).
///
/// @param clientNonce `interact.finish.nonce` of the request
/// @param serverNonce `interact.finish` of the answer
/// @param method of the Named Information registry, one of [#METHODS]
record InteractionHash(
    String clientNonce, String serverNonce, String interactRef, URI endpoint, String method) {
  static final Set<String> METHODS =
      Set.of("sha-256", "sha-256-128", "sha-384", "sha-512", "sha3-256", "sha3-384", "sha3-512");

  InteractionHash(String clientNonce, String serverNonce, String interactRef, URI endpoint) {
    this(clientNonce, serverNonce, interactRef, endpoint, "sha-256");
  }

  /// As deployed servers send it.
  String base64() {
    return Base64.getEncoder().encodeToString(digest());
  }

  /// As the RFC says.
  String base64url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }

  private byte[] digest() {
    String joined = String.join("\n", clientNonce, serverNonce, interactRef, endpoint.toString());
    boolean isTruncated = method.equals("sha-256-128");
    String algorithm = isTruncated ? "SHA-256" : method.toUpperCase(Locale.ROOT);
    try {
      byte[] whole = MessageDigest.getInstance(algorithm).digest(joined.getBytes(US_ASCII));
      return isTruncated ? Arrays.copyOf(whole, 16) : whole;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
