package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `outbox`, its key, value and headers encrypted. Micronaut does not see that an array
/// may be null where JSpecify says so, and then refuses to read the row, hence the second
/// annotation.
///
/// @param number see [GrantRow]
/// @param messageId what the ciphertexts are bound to
@MappedEntity("outbox")
record OutboxRow(
    @Id @Nullable Long number,
    String kind,
    String messageId,
    @jakarta.annotation.Nullable byte @Nullable [] recordKey,
    @jakarta.annotation.Nullable byte @Nullable [] value,
    byte[] headers,
    Instant createdAt,
    long secretsKey) {

  /// The value may hold an access token.
  @Override
  public String toString() {
    return "OutboxRow[" + number + "]";
  }
}
