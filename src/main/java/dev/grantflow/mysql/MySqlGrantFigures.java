package dev.grantflow.mysql;

import dev.grantflow.engine.GrantFigures;
import dev.grantflow.grant.GrantState.Status;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Figures from the indexes of `grants`. A continuation in flight counts as APPROVED, also where it
/// is a poll: which of both it is does not stand in a column.
@Singleton
class MySqlGrantFigures implements GrantFigures {

  private final GrantFigureRows rows;

  MySqlGrantFigures(GrantFigureRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Instant> oldestDue(Instant now) {
    return rows.oldestDue(now);
  }

  @Override
  @Transactional(readOnly = true)
  public Slice count(Status status, long after, int max) {
    var slice = rows.count(status.name(), after, max);
    return new Slice(slice.counted(), slice.furthest());
  }
}
