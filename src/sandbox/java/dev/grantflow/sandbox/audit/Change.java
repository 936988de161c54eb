package dev.grantflow.sandbox.audit;

import org.jspecify.annotations.Nullable;

/// A row of `grant_history`.
record Change(String grantId, long version, @Nullable String from, String to, String cause) {

  boolean isFrom(String state) {
    return state.equals(from);
  }

  boolean entersAnother() {
    return !to.equals(from);
  }

  String eventId() {
    return grantId + ":" + version;
  }

  @Override
  public String toString() {
    return "%s %s -> %s (%s)".formatted(eventId(), from, to, cause);
  }
}
