package dev.grantflow.mysql;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `outbox`. Micronaut does not see that an array may be null where JSpecify says so, and
/// then refuses to read the row, hence the second annotation.
@MappedEntity("outbox")
record OutboxRow(
    @Id @GeneratedValue @Nullable Long number,
    String kind,
    @jakarta.annotation.Nullable byte @Nullable [] recordKey,
    @jakarta.annotation.Nullable byte @Nullable [] value,
    String headers,
    Instant createdAt) {

  /// The value may hold an access token.
  @Override
  public String toString() {
    return "OutboxRow[" + number + "]";
  }
}
