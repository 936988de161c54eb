package dev.grantflow.soak;

import dev.grantflow.sandbox.authserver.Behaviour;
import java.time.Duration;

/// A grant as the plan has it.
///
/// @param id says its kind in letters
/// @param at when its request is sent
/// @param thinking how long its resource owner takes
/// @param hesitation between what a command is a reaction to and that command
record PlannedGrant(
    String id,
    Behaviour behaviour,
    Kind kind,
    Duration at,
    Duration thinking,
    Duration hesitation) {

  boolean isProper() {
    return behaviour instanceof Behaviour.Proper;
  }

  /// Whether it would be, were nothing broken.
  boolean endsIssuedAfterConsent() {
    return isProper()
        && kind.isLeftUntilDecided()
        && kind.ask().needsConsent()
        && kind.owner().approves();
  }

  /// Whether it would be, were nothing broken.
  boolean endsIssuedAtOnce() {
    return isProper() && kind.isLeftUntilDecided() && !kind.ask().needsConsent();
  }
}
