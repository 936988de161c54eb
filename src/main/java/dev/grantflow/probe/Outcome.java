package dev.grantflow.probe;

import dev.grantflow.grant.GrantError;

/// What a look brought.
///
/// @param told for people; names no secret
record Outcome(boolean isWell, String told) {

  static Outcome well(String told) {
    return new Outcome(true, told);
  }

  static Outcome wrong(String told) {
    return new Outcome(false, told);
  }

  static Outcome wrong(GrantError error) {
    return wrong("%s (%s)".formatted(error.description(), error.code()));
  }
}
