package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The hash that binds a finish callback to its grant request (RFC 9635 §4.2.3).
///
/// @param clientNonce `interact.finish.nonce` of the request
/// @param serverNonce `interact.finish` of the answer
record InteractionHash(String clientNonce, String serverNonce, String interactRef, URI endpoint) {

  /// As deployed servers send it.
  String base64() {
    return Base64.getEncoder().encodeToString(sha256());
  }

  /// As the RFC says.
  String base64url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256());
  }

  private byte[] sha256() {
    String joined = String.join("\n", clientNonce, serverNonce, interactRef, endpoint.toString());
    try {
      return MessageDigest.getInstance("SHA-256").digest(joined.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
