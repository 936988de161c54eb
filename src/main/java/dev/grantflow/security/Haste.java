package dev.grantflow.security;

import com.nimbusds.jose.proc.SecurityContext;

/// How long a caller can wait for the issuer.
enum Haste implements SecurityContext {
  /// As long as keys are fetched: nothing can be answered without the right one.
  CAN_WAIT,
  /// Not at all. Keys that are not known have themselves fetched, for the next who comes.
  CANNOT_WAIT
}
