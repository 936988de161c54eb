package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Signs requests as GNAP's `httpsig` proofing method asks (RFC 9635 §7.3.1), in the exact form
/// that Open Payments servers can read: they split strings, so the label is `sig1` and names and
/// parameters keep this order. Immutable and thread-safe.
public final class RequestSigner {

  private static final String LABEL = "sig1";

  private final Signer key;
  private final SignatureProfile profile;

  public RequestSigner(Signer key, SignatureProfile profile) {
    this.key = key;
    this.profile = profile;
  }

  /// The headers that make the request a signed one.
  ///
  /// @param created goes out in whole seconds; servers may refuse what is minutes away from their
  ///   own clock
  /// @param nonce fresh for each request, printable ASCII without quote and backslash; left out
  ///   where the profile has none
  public SignedHeaders sign(UnsignedRequest request, Instant created, String nonce) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    Content content = request.content();
    if (content != null) {
      headers.put("Content-Type", content.type());
      headers.put("Content-Digest", content.digest());
      headers.put("Content-Length", content.length());
    }
    if (request.authorization() != null) {
      headers.put("Authorization", request.authorization());
    }
    SignatureBase base = base(request, parameters(created, nonce));
    byte[] signature = key.sign(base.text().getBytes(US_ASCII));
    headers.put("Signature-Input", LABEL + "=" + base.parameters());
    headers.put("Signature", LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
    return new SignedHeaders(headers);
  }

  static SignatureBase base(UnsignedRequest request, String parameters) {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("@method", request.method());
    components.put("@target-uri", request.targetUri());
    if (request.authorization() != null) {
      components.put("authorization", request.authorization());
    }
    Content content = request.content();
    if (content != null) {
      components.put("content-digest", content.digest());
      components.put("content-length", content.length());
      components.put("content-type", content.type());
    }
    return new SignatureBase(components, parameters);
  }

  /// RFC 9635 §7.3.1 forbids `alg`: the key tells it.
  private String parameters(Instant created, String nonce) {
    return ";keyid="
        + quoted(key.keyId())
        + ";created="
        + created.getEpochSecond()
        + (profile.nonce() ? ";nonce=" + quoted(nonce) : "")
        + (profile.tag() ? ";tag=\"gnap\"" : "");
  }

  private static String quoted(String value) {
    if (value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("a signature parameter holds a quote or a backslash");
    }
    return '"' + value + '"';
  }
}
