package dev.grantflow.mysql;

import io.micronaut.core.annotation.Introspected;

/// What re-encryption reads of a grant.
@Introspected
record SealedGrant(long number, String grantId, byte[] secrets) {}
