package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/// A row of `encryption_keys`.
@MappedEntity("encryption_keys")
record SentinelRow(@Id long secretsKey, byte[] sentinel) {}
