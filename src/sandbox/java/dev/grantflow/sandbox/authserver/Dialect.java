package dev.grantflow.sandbox.authserver;

/// How a server speaks that is no Open Payments server but any server of RFC 9635: it knows every
/// start mode, finish by push, hash methods, several labelled tokens, token flags and access of any
/// type, announces when an interaction expires, and denies as the RFC says. By wallet address name:
/// `gnap` for [#PLAIN], else `gnap-` and the dialect, as in `gnap-no-continue`.
public enum Dialect {
  /// Nothing more than that.
  PLAIN,
  /// The answer with the tokens has no `continue`: they are revoked one by one.
  NO_CONTINUE,
  /// The same, and each token is managed by a token of its own (RFC 9635 §3.2.1).
  MANAGE_OBJECT,
  /// Answers to grant requests have an `instance_id` (§3.5), by which the client is known again.
  INSTANCE_ID,
  /// The same, but the server has forgotten each of them at once.
  FORGETFUL,
  /// The first continuation of a grant is `too_fast`, and the error says anew how to go on (§3.6):
  /// the former continuation token is dead.
  TOO_FAST;

  boolean has(Quirk quirk) {
    return quirk == Quirk.DENIAL_RFC
        || switch (this) {
          case NO_CONTINUE, MANAGE_OBJECT -> quirk == Quirk.NO_CONTINUE;
          case TOO_FAST -> quirk == Quirk.STRICT_CONTINUATION_TOKEN;
          case PLAIN, INSTANCE_ID, FORGETFUL -> false;
        };
  }
}
