package dev.grantflow.soak;

import dev.grantflow.sandbox.audit.Settled;
import dev.grantflow.sandbox.services.Database;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Waits until no grant moves any more, those included that only their deadline will end.
record Rest(Database database, String bootstrapServers, String commandsTopic) {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /// @return what still moves when the patience ends
  Optional<String> await(Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var settled = new Settled(database, bootstrapServers, commandsTopic);
    try {
      while (true) {
        settled.awaitRest(Duration.ofNanos(end - System.nanoTime()));
        var pending = pending();
        if (pending == 0) {
          return Optional.empty();
        }
        if (System.nanoTime() > end) {
          return Optional.of(pending + " grants PENDING past their deadline");
        }
        Chronicle.pause(BETWEEN_LOOKS);
      }
    } catch (IllegalStateException stillMoving) {
      return Optional.of(String.valueOf(stillMoving.getMessage()));
    }
  }

  private long pending() {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT COUNT(*) FROM grants WHERE state = 'PENDING'
                """)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer", e);
    }
  }
}
