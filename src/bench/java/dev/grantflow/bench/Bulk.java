package dev.grantflow.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Multiplies grants and their histories within MySQL. The copies are due in days, so that nothing
/// is done about them.
final class Bulk {

  /// How many are copied, each as often as it takes.
  static final int SAMPLES = 200;

  private static final int COPIES_AT_ONCE = 250;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int LOOKS = 600;

  private final MySql mysql;
  private final Report report;
  private int rounds;

  Bulk(MySql mysql, Report report) {
    this.mysql = mysql;
    this.report = report;
  }

  /// Returns when there are as many to copy.
  void await(String state) {
    for (var look = 0; look < LOOKS; look++) {
      if (count(state) >= SAMPLES) {
        return;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    throw new IllegalStateException("there are not enough grants to copy");
  }

  private long count(String state) {
    return mysql.number("SELECT COUNT(*) FROM grants WHERE state = '%s'".formatted(state));
  }

  /// @param rows about as many
  void add(String state, long rows) {
    var samples =
        mysql.numbers(
            "SELECT number FROM grants WHERE state = '%s' ORDER BY number LIMIT %d"
                .formatted(state, SAMPLES));
    var chosen = samples.toString().replace('[', '(').replace(']', ')');
    for (var added = 0L; added < rows; added += (long) samples.size() * COPIES_AT_ONCE) {
      rounds++;
      copy("grants", chosen);
      copy("grant_history", chosen);
    }
    report.say("  %d %s".formatted(count(state), state));
  }

  private void copy(String table, String chosen) {
    var columns =
        mysql.texts(
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = '%s'
            AND extra NOT LIKE '%%GENERATED%%' AND column_name <> 'number'\
            """
                .formatted(table));
    var values = columns.stream().map(this::copied).toList();
    var source =
        table.equals("grants")
            ? "grants g WHERE g.number IN " + chosen
            : "grants o JOIN grant_history g ON g.grant_id = o.grant_id WHERE o.number IN "
                + chosen;
    mysql.run(
        """
        INSERT INTO %s (%s)
        WITH RECURSIVE copies AS (SELECT 1 AS copy UNION ALL SELECT copy + 1 FROM copies WHERE copy < %d)
        SELECT %s FROM copies CROSS JOIN %s\
        """
            .formatted(
                table,
                String.join(", ", columns),
                COPIES_AT_ONCE,
                String.join(", ", values),
                source));
  }

  /// In the copies' ids lies which copy it is; no other has them, nor their keys.
  private String copied(String column) {
    return switch (column) {
      case "grant_id" ->
          "CONCAT('r%d-', copies.copy, '-', RIGHT(g.grant_id, 40))".formatted(rounds);
      case "callback_key", "start_key" ->
          "IF(g.%1$s IS NULL, NULL, SHA2(CONCAT('r%2$d-', copies.copy, g.%1$s), 256))"
              .formatted(column, rounds);
      case "due_at", "expires_at" -> "g.%s + INTERVAL 3 DAY".formatted(column);
      default -> "g." + column;
    };
  }

  /// As a table that has grown by and by would be.
  void settle() {
    for (var table : List.of("grants", "grant_history")) {
      mysql.run("ANALYZE TABLE " + table);
    }
  }
}
