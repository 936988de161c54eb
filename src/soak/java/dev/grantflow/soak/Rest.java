package dev.grantflow.soak;

import dev.grantflow.sandbox.audit.Settled;
import dev.grantflow.sandbox.services.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Waits until no grant moves any more, those included that only their deadline will end, and
/// nobody reacts to anything any more.
record Rest(Database database, String bootstrapServers, String commandsTopic, Tasks tasks) {

  /// Long enough for an event to be heard of and reacted to.
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  static Rest on(Stage stage) {
    return new Rest(
        stage.database(),
        stage.services().bootstrapServers(),
        stage.topics().commands(),
        stage.tasks());
  }

  /// @return what still moves when the patience ends
  Optional<String> await(Duration patience) throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var settled = new Settled(database, bootstrapServers, commandsTopic);
    try {
      while (System.nanoTime() < end) {
        var begun = tasks.begun();
        settled.awaitRest(Duration.ofNanos(end - System.nanoTime()));
        var calm = pending() == 0 && tasks.areDone();
        Chronicle.pause(BETWEEN_LOOKS);
        if (calm && tasks.begun() == begun) {
          return Optional.empty();
        }
      }
      return Optional.of("%d grants PENDING, or their resource owners".formatted(pending()));
    } catch (IllegalStateException stillMoving) {
      return Optional.of(String.valueOf(stillMoving.getMessage()));
    }
  }

  private long pending() {
    try (var connection = database.connect();
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
