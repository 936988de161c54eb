package dev.grantflow.mysql;

import dev.grantflow.engine.DueGrant;
import dev.grantflow.engine.SetAside;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Faults and grants that are set aside, in the table `grants`. The rest of a row is neither read
/// nor written here: it may be what is damaged.
@Singleton
class MySqlSetAside implements SetAside {

  private final SetAsideRows rows;

  MySqlSetAside(SetAsideRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public Verdict count(DueGrant grant, String fault, int limit, Instant now, Instant nextTry) {
    var before = rows.lockFaults(grant.grantId(), grant.version());
    if (before.isEmpty()) {
      return Verdict.NOT_COUNTED;
    }
    if (before.get() + 1 < limit) {
      rows.putOff(grant.grantId(), fault, nextTry);
      return Verdict.TRIED_AGAIN;
    }
    rows.putAside(grant.grantId(), fault, now);
    return Verdict.SET_ASIDE;
  }

  @Override
  @Transactional
  public List<Entry> list(int max) {
    return rows.list(max).stream().map(MySqlSetAside::entry).toList();
  }

  @Override
  @Transactional
  public Optional<Entry> entry(String grantId) {
    return rows.find(grantId).map(MySqlSetAside::entry);
  }

  private static Entry entry(SetAsideRow row) {
    return new Entry(row.grantId(), row.state(), row.since(), row.faults(), row.fault());
  }

  @Override
  @Transactional
  public int count(int max) {
    return rows.count(max);
  }

  @Override
  @Transactional
  public boolean release(String grantId, Instant now) {
    return rows.release(grantId, now) > 0;
  }
}
