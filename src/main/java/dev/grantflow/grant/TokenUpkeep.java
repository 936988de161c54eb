package dev.grantflow.grant;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is still to be done about one token of a granted grant.
///
/// @param version which of its values the grant holds: 1 as issued, one more with each rotation
/// @param rotateAt when its next rotation is due; null when none is
/// @param asked whether a service asked for that rotation
/// @param attempts rotations since this value came that brought nothing
/// @param unanswered whether one of them may have been processed, so that the token may be dead and
///   another one live in its place
/// @param expiryDueAt when its expiry has to be told; null when it has none, or was told
/// @param removal null unless a service wants the token revoked
public record TokenUpkeep(
    int version,
    @Nullable Instant rotateAt,
    boolean asked,
    int attempts,
    boolean unanswered,
    @Nullable Instant expiryDueAt,
    @Nullable Removal removal) {

  /// Of a token as it was issued, about which there is nothing to do.
  public static final TokenUpkeep NONE = new TokenUpkeep(1, null, false, 0, false, null, null);

  /// The revocation of one token (RFC 9635 §6.2).
  ///
  /// @param since when it was asked for
  /// @param attempts made so far that were not confirmed
  public record Removal(@Nullable String reason, Instant since, int attempts, Instant dueAt) {

    Removal again(int count, Instant at) {
      return new Removal(reason, since, count, at);
    }
  }

  Optional<Instant> due() {
    return Stream.of(rotationDueAt(), expiryDueAt, removalDueAt())
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  /// What is to be revoked is not rotated any more, but for a rotation that may have been
  /// processed: before it is settled nobody knows which token is to be revoked.
  private @Nullable Instant rotationDueAt() {
    return removal == null || unanswered ? rotateAt : null;
  }

  private @Nullable Instant removalDueAt() {
    return removal == null || unanswered ? null : removal.dueAt();
  }

  boolean isRotationDue(Instant now) {
    var dueAt = rotationDueAt();
    return dueAt != null && !now.isBefore(dueAt);
  }

  boolean isExpiryDue(Instant now) {
    return expiryDueAt != null && !now.isBefore(expiryDueAt);
  }

  boolean isRemovalDue(Instant now) {
    var dueAt = removalDueAt();
    return dueAt != null && !now.isBefore(dueAt);
  }

  TokenUpkeep askedAt(Instant now) {
    return new TokenUpkeep(version, now, true, 0, unanswered, expiryDueAt, removal);
  }

  TokenUpkeep failed(Instant nextTry) {
    return new TokenUpkeep(version, nextTry, asked, attempts + 1, unanswered, expiryDueAt, removal);
  }

  /// Nothing was tried.
  TokenUpkeep putOff(Instant nextTry) {
    return new TokenUpkeep(version, nextTry, asked, attempts, unanswered, expiryDueAt, removal);
  }

  TokenUpkeep withoutAnswer() {
    return new TokenUpkeep(version, rotateAt, asked, attempts + 1, true, expiryDueAt, removal);
  }

  TokenUpkeep withoutRotation() {
    return new TokenUpkeep(version, null, false, 0, unanswered, expiryDueAt, removal);
  }

  /// Dead, and told so. A revocation that was asked for still has its answer to come.
  TokenUpkeep expired() {
    return new TokenUpkeep(version, null, false, 0, false, null, removal);
  }

  TokenUpkeep removing(@Nullable Removal next) {
    return new TokenUpkeep(version, rotateAt, asked, attempts, unanswered, expiryDueAt, next);
  }
}
