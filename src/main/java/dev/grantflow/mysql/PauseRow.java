package dev.grantflow.mysql;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `pauses`, which only statements of our own read and write: its key is kind and name.
@MappedEntity("pauses")
record PauseRow(
    String kind, @Id String name, Instant since, String pausedBy, @Nullable String reason) {}
