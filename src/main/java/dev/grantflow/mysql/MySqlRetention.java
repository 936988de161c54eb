package dev.grantflow.mysql;

import dev.grantflow.engine.Retention;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;

/// Retention in transactions of one batch each.
@Singleton
class MySqlRetention implements Retention {

  /// A grant that is kept fresh for a year, or read often, has more rows beside it than one
  /// transaction could remove in the time that it has.
  private static final int ROWS_MAX = 5_000;

  private final RetentionRows rows;

  MySqlRetention(RetentionRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public Batch purgeGrants(Instant endedBefore, int max) {
    var numbers = rows.lockEnded(endedBefore, max);
    if (numbers.isEmpty()) {
      return Batch.of(0, max);
    }
    var beside = rows.deleteHistory(numbers, ROWS_MAX);
    beside += rows.deleteTokenReads(numbers, ROWS_MAX - beside);
    if (beside == ROWS_MAX) {
      return new Batch(0, true);
    }
    rows.deleteGrants(numbers);
    return Batch.of(numbers.size(), max);
  }

  @Override
  @Transactional
  public Batch purgeEarlyRevocations(Instant rememberedBefore, int max) {
    var ids = rows.lockEarlyRevocations(rememberedBefore, max);
    if (!ids.isEmpty()) {
      rows.deleteEarlyRevocations(ids);
    }
    return Batch.of(ids.size(), max);
  }

  @Override
  @Transactional
  public Batch purgeTokenReads(Instant readBefore, int max) {
    var numbers = rows.lockTokenReads(readBefore, max);
    if (!numbers.isEmpty()) {
      rows.deleteTokenReadsByNumber(numbers);
    }
    return Batch.of(numbers.size(), max);
  }
}
