package dev.grantflow.mysql;

import io.micronaut.core.annotation.Introspected;

/// What is read of a grant that may not be readable.
@Introspected
record DueRow(String grantId, long version) {}
