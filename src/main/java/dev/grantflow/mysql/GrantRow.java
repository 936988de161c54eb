package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `grants`; the migrations say what each column holds. For the second annotation of an
/// array see [OutboxRow].
///
/// @param number given by MySQL, null before
@MappedEntity("grants")
record GrantRow(
    @Id @Nullable Long number,
    String grantId,
    long version,
    long claim,
    String client,
    String state,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    Instant acceptedAt,
    Instant expiresAt,
    @Nullable String grantEndpoint,
    @Nullable String callbackKey,
    @Nullable String startKey,
    @Nullable String traceparent,
    String request,
    String facts,
    @jakarta.annotation.Nullable byte @Nullable [] secrets,
    @Nullable Long secretsKey,
    @Nullable Instant wasDueAt,
    boolean keepFresh,
    @Nullable Long renewWithinMillis,
    @Nullable String keyId) {

  /// When the grant's state is due, whether or not the grant is set aside.
  @Nullable Instant stateDueAt() {
    return dueAt == null ? wasDueAt : dueAt;
  }

  GrantRow numbered(long known) {
    return new GrantRow(
        known,
        grantId,
        version,
        claim,
        client,
        state,
        dueAt,
        endedAt,
        acceptedAt,
        expiresAt,
        grantEndpoint,
        callbackKey,
        startKey,
        traceparent,
        request,
        facts,
        secrets,
        secretsKey,
        wasDueAt,
        keepFresh,
        renewWithinMillis,
        keyId);
  }

  /// Prints no column that may hold a secret.
  @Override
  public String toString() {
    return "GrantRow[" + grantId + " v" + version + "]";
  }
}
