package dev.grantflow.mysql;

import io.micronaut.core.annotation.Introspected;

/// What one look at the index of states brings.
@Introspected
record SliceRow(int counted, long furthest) {}
