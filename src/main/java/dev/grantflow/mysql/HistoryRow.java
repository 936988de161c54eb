package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `grant_history`.
///
/// @param number see [GrantRow]
@MappedEntity("grant_history")
record HistoryRow(
    @Id @Nullable Long number,
    String grantId,
    long version,
    @Nullable String fromState,
    String toState,
    String cause,
    Instant at,
    @Nullable String traceparent) {}
