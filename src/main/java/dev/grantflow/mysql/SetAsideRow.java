package dev.grantflow.mysql;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator is told of a grant that is set aside.
@Introspected
record SetAsideRow(
    String grantId, String state, Instant since, int faults, @Nullable String fault) {}
