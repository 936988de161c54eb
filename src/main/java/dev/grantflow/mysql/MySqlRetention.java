package dev.grantflow.mysql;

import dev.grantflow.engine.Retention;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;

/// Retention in transactions of one batch each.
@Singleton
class MySqlRetention implements Retention {

  private final RetentionRows rows;

  MySqlRetention(RetentionRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public int purgeGrants(Instant endedBefore, int max) {
    var numbers = rows.lockEnded(endedBefore, max);
    if (!numbers.isEmpty()) {
      rows.deleteHistory(numbers);
      rows.deleteTokenReads(numbers);
      rows.deleteGrants(numbers);
    }
    return numbers.size();
  }

  @Override
  @Transactional
  public int purgeEarlyRevocations(Instant rememberedBefore, int max) {
    var ids = rows.lockEarlyRevocations(rememberedBefore, max);
    if (!ids.isEmpty()) {
      rows.deleteEarlyRevocations(ids);
    }
    return ids.size();
  }

  @Override
  @Transactional
  public int purgeTokenReads(Instant readBefore, int max) {
    var numbers = rows.lockTokenReads(readBefore, max);
    if (!numbers.isEmpty()) {
      rows.deleteTokenReadsByNumber(numbers);
    }
    return numbers.size();
  }
}
