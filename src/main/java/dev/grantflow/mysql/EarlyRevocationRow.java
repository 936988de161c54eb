package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/// A row of `early_revocations`.
@MappedEntity("early_revocations")
record EarlyRevocationRow(@Id String grantId, Instant at) {}
