package dev.grantflow.mysql;

import dev.grantflow.engine.Outages;
import dev.grantflow.mysql.encryption.UnknownKeyException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// By the SQLSTATE. Only what a row or a statement brings about by itself is a fault: connections,
/// locks, time-outs, a full disk, a server that goes down or is read-only and missing rights are
/// none of the grant's, and not all of them have classes of their own. Neither is a key that this
/// replica lacks and another, or its own next keyset, has: what is under it waits.
@Singleton
final class MySqlOutages implements Outages {

  private static final List<String> OF_DATA = List.of("21", "22", "23", "S1000", "S1009");
  private static final int INCORRECT_STRING = 1366;

  @Override
  public boolean isOutage(Throwable thrown) {
    for (@Nullable Throwable it = thrown; it != null; it = it.getCause()) {
      if (it instanceof UnknownKeyException) {
        return true;
      }
      if (it instanceof SQLException exception) {
        return !isOfData(exception.getSQLState()) && exception.getErrorCode() != INCORRECT_STRING;
      }
    }
    return false;
  }

  /// With the codes of the first cause that has any.
  @Override
  public String shown(Throwable thrown) {
    var name = Outages.super.shown(thrown);
    for (@Nullable Throwable it = thrown; it != null; it = it.getCause()) {
      if (it instanceof SQLException exception
          && (exception.getSQLState() != null || exception.getErrorCode() != 0)) {
        return "%s (SQLSTATE %s, code %d)"
            .formatted(name, exception.getSQLState(), exception.getErrorCode());
      }
    }
    return name;
  }

  /// Classes 21 (cardinality), 22 (data exception) and 23 (integrity constraint); the driver says
  /// S1000 of a packet that is too large and S1009 of a column that it cannot read.
  private static boolean isOfData(@Nullable String sqlState) {
    return sqlState != null && OF_DATA.stream().anyMatch(sqlState::startsWith);
  }
}
