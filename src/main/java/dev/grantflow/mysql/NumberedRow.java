package dev.grantflow.mysql;

import io.micronaut.core.annotation.Introspected;

/// What a change has to know of the grant that it is written to.
@Introspected
record NumberedRow(long number, String grantId, long version) {}
