package dev.grantflow.gnap.signature;

/// What one authorization server lets a signature carry beside `keyid` and `created`.
///
/// @param tag whether `tag="gnap"` is sent, which RFC 9635 §7.3.1 demands
/// @param nonce whether a nonce is sent, which RFC 9635 §7.3.1 recommends
public record SignatureProfile(boolean tag, boolean nonce) {

  /// As the RFC wants it.
  public static final SignatureProfile RFC_9635 = new SignatureProfile(true, true);

  /// As the Open Payments SDKs sign, for servers that choke on more.
  public static final SignatureProfile OPEN_PAYMENTS_SDK = new SignatureProfile(false, false);
}
