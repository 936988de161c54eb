package dev.grantflow.sandbox.services;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the property `grantflow.services` asks for.
enum Wanted {
  AUTO,
  DOCKER,
  PROCESSES,
  ADDRESSES;

  static Wanted of(String text) {
    for (Wanted wanted : values()) {
      if (wanted.text().equals(text)) {
        return wanted;
      }
    }
    throw new ServicesUnavailable(
        "%s is \"%s\", but must be one of %s"
            .formatted(
                Settings.SERVICES,
                text,
                Arrays.stream(values()).map(Wanted::text).collect(Collectors.joining(", "))));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
