package dev.grantflow.soak;

import java.util.UUID;

/// Topics of this run's own.
record Topics(String commands, String events, String deadLetters) {

  static Topics fresh() {
    var prefix = "soak-" + UUID.randomUUID().toString().substring(0, 8);
    return new Topics(prefix + ".commands", prefix + ".events", prefix + ".dead-letters");
  }
}
