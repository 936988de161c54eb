package dev.grantflow.mysql;

import dev.grantflow.engine.Outages;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// By the SQLSTATE. Only what a row or a statement brings about by itself is a fault: connections,
/// locks, time-outs, a full disk, a server that goes down or is read-only and missing rights are
/// none of the grant's, and not all of them have classes of their own.
@Singleton
final class MySqlOutages implements Outages {

  @Override
  public boolean isOutage(Throwable thrown) {
    for (@Nullable Throwable it = thrown; it != null; it = it.getCause()) {
      if (it instanceof SQLException exception) {
        return !isOfData(exception.getSQLState());
      }
    }
    return false;
  }

  /// Classes 21 (cardinality), 22 (data exception) and 23 (integrity constraint).
  private static boolean isOfData(@Nullable String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("21") || sqlState.startsWith("22") || sqlState.startsWith("23"));
  }
}
