package dev.grantflow.mysql;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `outbox`.
@MappedEntity("outbox")
record OutboxRow(
    @Id @GeneratedValue @Nullable Long number,
    String kind,
    byte @Nullable [] recordKey,
    byte @Nullable [] value,
    String headers,
    Instant createdAt) {

  /// The value may hold an access token.
  @Override
  public String toString() {
    return "OutboxRow[" + number + "]";
  }
}
