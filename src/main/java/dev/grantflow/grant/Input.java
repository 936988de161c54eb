package dev.grantflow.grant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Everything that can happen to an accepted grant.
public sealed interface Input {

  /// Its time has come and a replica has claimed it.
  ///
  /// @param leaseEnd until when no other replica will touch it
  record Due(Instant leaseEnd) implements Input {}

  /// The claimed grant's call was answered.
  record Answered(Answer answer) implements Input {}

  /// The browser came back with the right hash.
  record CallbackVerified(Secret interactRef) implements Input {}

  /// The browser came back with a denial that carries no hash: an unauthenticated hint, believed
  /// only as far as a cancellation at the server makes it true.
  ///
  /// @param result the server's word for it
  record DenialHinted(String result) implements Input {}

  /// A service wants the grant to end.
  record Revoke(@Nullable String reason) implements Input {}

  /// A service wants a fresh token.
  ///
  /// @param label which; null means the only one
  /// @param tokenVersion which of its values the service has
  record RotateToken(@Nullable String label, int tokenVersion) implements Input {}

  /// A service wants one token to end.
  ///
  /// @param label which; null means the only one
  record RevokeToken(@Nullable String label, @Nullable String reason) implements Input {}

  /// An operator does not want to wait for the next try.
  record Retry() implements Input {}
}
