package dev.grantflow.sandbox.authserver;

/// A way to speak the protocol that differs from this server's usual one. By wallet address name:
/// `awkward-` and the quirk, as in `awkward-hash-base64url`.
public enum Quirk {
  /// The interaction hash comes as RFC 9635 §4.2.3 says, unpadded base64url.
  HASH_BASE64URL,
  /// The interaction hash is that of another interaction reference.
  HASH_WRONG,
  /// A denial comes as the RFC says: with `hash` and `interact_ref`, continuing yields
  /// `user_denied`.
  DENIAL_RFC,
  /// No `wait` in any answer; the five seconds of RFC 9635 §3.1 are enforced.
  NO_WAIT,
  /// `wait` is an hour, and is enforced.
  LONG_WAIT,
  /// The answer with the token has no `continue`: such a grant cannot be cancelled.
  NO_CONTINUE,
  /// The token has no `manage`: it can be neither rotated nor revoked.
  NO_MANAGE,
  /// The token has no `expires_in`, though it expires.
  NO_EXPIRY,
  /// The wallet address document ends `authServer` in a slash that the interaction hash lacks.
  SLASH_IN_DOCUMENT,
  /// The interaction hash is over an endpoint with a slash that the wallet address document lacks.
  SLASH_IN_HASH,
  /// An older server: `client` is understood as a string only.
  OLD_CLIENT_FORM,
  /// Signatures with the parameters `tag` or `nonce` are refused.
  BARE_SIGNATURE,
  /// A continuation token dies with the answer that replaces it, even if that answer is lost.
  STRICT_CONTINUATION_TOKEN,
  /// One continuation token for the life of the grant, as the reference server does.
  SAME_CONTINUATION_TOKEN,
  /// A continuation waits up to [Settings#slowness] for a cancellation and then issues its token
  /// all the same: the race that the reference server was seen to lose.
  CANCEL_RACE,
  /// The consent page has expired by the time it is opened.
  EXPIRED_INTERACTION,
  /// The wallet address document has no `authServer`.
  NO_AUTH_SERVER,
  /// The wallet address document has no `publicName`: not a client for interactive grants.
  NO_PUBLIC_NAME
}
