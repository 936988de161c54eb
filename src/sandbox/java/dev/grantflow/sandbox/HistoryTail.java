package dev.grantflow.sandbox;

import dev.grantflow.sandbox.services.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;

/// Tells each committed state change, read from the service's own history table.
final class HistoryTail implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  private final Narrator narrator;
  private final Database database;
  private final Phaser rounds = new Phaser(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  HistoryTail(Database database, Narrator narrator) {
    this.database = database;
    this.narrator = narrator;
    thread = Thread.ofPlatform().name("history-tail").daemon().start(this::run);
  }

  /// Waits until what is committed so far is told.
  void settle() throws InterruptedException {
    var round = rounds.getPhase();
    rounds.awaitAdvanceInterruptibly(rounds.awaitAdvanceInterruptibly(round));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Connection connection = database.connect();
        PreparedStatement next =
            connection.prepareStatement(
                "SELECT number, grant_id, from_state, to_state, cause FROM grant_history"
                    + " WHERE number > ? ORDER BY number")) {
      long last = 0;
      while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        next.setLong(1, last);
        try (ResultSet changes = next.executeQuery()) {
          while (changes.next()) {
            last = changes.getLong("number");
            tell(changes);
          }
        }
        rounds.arrive();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read the history", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(ResultSet change) throws SQLException {
    String from = change.getString("from_state");
    narrator.tell(
        "state",
        "%s: %s%s (%s)"
            .formatted(
                change.getString("grant_id"),
                from == null ? "" : from + " -> ",
                change.getString("to_state"),
                change.getString("cause")));
  }
}
