package dev.grantflow.mysql;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `token_reads`.
@MappedEntity("token_reads")
record TokenReadRow(
    @Id @GeneratedValue @Nullable Long number,
    String grantId,
    String client,
    @Nullable String label,
    @Nullable Integer tokenVersion,
    @Nullable String reader,
    Instant at) {}
