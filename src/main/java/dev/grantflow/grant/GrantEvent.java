package dev.grantflow.grant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the services are told. Each is named and published as its class is.
public sealed interface GrantEvent {

  /// An event that tells of a grant's committed state.
  sealed interface OfGrant extends GrantEvent {}

  /// The resource owner must act.
  ///
  /// @param expiresAt until when that can be of use
  record GrantPending(InteractionStart start, Instant expiresAt) implements OfGrant {}

  /// Granted.
  record GrantFinalized(Issue issue, Trigger trigger) implements OfGrant {}

  /// A fresh token has replaced the one before it, which is dead.
  ///
  /// @param tokenVersion 2 after the first rotation, one more with each
  record GrantTokenRotated(AccessToken accessToken, int tokenVersion, RotationTrigger trigger)
      implements OfGrant {}

  /// A token is dead, by itself or because the server says so.
  ///
  /// @param label null for the only one
  /// @param tokenVersion of the value that died
  /// @param error the server's word; null where its time was over
  record GrantTokenExpired(
      @Nullable String label,
      int tokenVersion,
      @Nullable Instant expiresAt,
      @Nullable GrantError error)
      implements OfGrant {}

  /// One token was revoked on request and that is confirmed; the grant holds on to the others.
  record GrantTokenRevoked(@Nullable String label, @Nullable String reason) implements OfGrant {}

  /// What was to be done with a token was given up; the token is as it was.
  record GrantTokenChangeFailed(@Nullable String label, TokenChange change, GrantError error)
      implements OfGrant {}

  /// Denied.
  record GrantRejected(GrantError error) implements OfGrant {}

  /// The deadline passed.
  record GrantExpired() implements OfGrant {}

  /// A permanent error.
  record GrantFailed(GrantError error) implements OfGrant {}

  /// Cancelled on request and confirmed.
  record GrantRevoked(@Nullable String reason) implements OfGrant {}

  /// A command could not be accepted.
  ///
  /// @param grantId as far as it could be read
  /// @param source where the command came from
  record GrantCommandRejected(@Nullable String grantId, List<Problem> problems, Source source)
      implements GrantEvent {

    /// @throws IllegalArgumentException when there is no problem to tell of
    public GrantCommandRejected {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a rejection without a problem");
      }
    }
  }

  /// What brought a fresh token.
  enum RotationTrigger {
    /// The token would have expired.
    EXPIRY,
    /// A service asked for it.
    REQUEST,
    /// The token before it died, and the grant was requested anew.
    RENEWED
  }

  /// What can be done with a token by itself.
  enum TokenChange {
    ROTATION,
    REVOCATION
  }

  /// What brought the tokens.
  enum Trigger {
    /// The answer to the grant request itself.
    REQUEST,
    /// A continuation after the resource owner's approval.
    CALLBACK,
    /// A continuation without a callback.
    POLL
  }

  /// A place in Kafka.
  record Source(String topic, int partition, long offset) {}
}
