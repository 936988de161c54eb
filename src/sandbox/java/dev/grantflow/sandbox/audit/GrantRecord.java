package dev.grantflow.sandbox.audit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A row of `grants`.
///
/// @param text all columns, one after the other
record GrantRecord(
    String id,
    long version,
    String state,
    @Nullable Instant dueAt,
    @Nullable String callbackKey,
    boolean hasSecrets,
    boolean setAside,
    String text) {

  private static final Set<String> TERMINAL = Set.of("REJECTED", "EXPIRED", "FAILED", "REVOKED");

  /// Whether a grant in that state holds what it was granted.
  static boolean isGranted(@Nullable String state) {
    return "FINALIZED".equals(state) || "ROTATING".equals(state) || "REVOKING_TOKEN".equals(state);
  }

  /// Whether the token of a grant in that state is dead, and the grant is being requested anew.
  static boolean isRenewed(String state) {
    return state.equals("RETIRING") || state.equals("RENEWABLE") || state.equals("RENEWING");
  }

  static boolean isTerminal(String state) {
    return TERMINAL.contains(state);
  }

  boolean isTerminal() {
    return isTerminal(state);
  }

  boolean is(String other) {
    return state.equals(other);
  }

  @Override
  public String toString() {
    return "%s (%s, version %d, due %s)".formatted(id, state, version, dueAt);
  }
}
