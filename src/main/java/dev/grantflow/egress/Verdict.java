package dev.grantflow.egress;

/// What a call says about the health of the server that it was made to.
enum Verdict {
  /// The server answers, whether or not we like the answer.
  ANSWERS,
  /// No connection, no answer in time, a broken one, or a proxy's word that the server behind it is
  /// away.
  FAILS,
  /// Nothing: the call was given up before the server had a part in it.
  NONE
}
