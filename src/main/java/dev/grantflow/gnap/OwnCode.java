package dev.grantflow.gnap;

import java.util.Set;

/// The error codes that are ours to say. Whoever reads one takes it for what Grantflow itself has
/// found, and what becomes of a grant is decided by some: no server may say them.
final class OwnCode {

  /// Of an answer without a code, by its status.
  private static final String BY_STATUS = "http_";

  private static final Set<String> CODES =
      Set.of(
          "forbidden_address",
          "foreign_uri",
          "held_up",
          "invalid_answer",
          "invalid_wallet_address",
          "key_refused",
          "no_answer",
          "no_key",
          "no_recipient_key",
          "outcome_unknown",
          "paused",
          "renewal_undecided",
          "revocation_failed",
          "revocation_incomplete",
          "server_busy",
          "server_not_allowed",
          "server_unavailable",
          "server_unreachable",
          "unexpected_redirect",
          "unknown_client",
          "wallet_address_not_found",
          "wallet_address_refused",
          "wallet_address_unavailable");

  private OwnCode() {}

  static boolean is(String code) {
    return CODES.contains(code) || code.startsWith(BY_STATUS);
  }
}
