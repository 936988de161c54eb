package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Backlog;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.engine.Outbox.Turn;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantState;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlOutboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final String WAITING_FOR_A_TABLE =
      """
      information_schema.processlist
      WHERE db = DATABASE() AND state = 'Waiting for table metadata lock'
      """;

  private ApplicationContext context;
  private Outbox outbox;

  @BeforeEach
  void start() {
    context = MySql.start();
    outbox = context.getBean(Outbox.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  /// What the next release's migration does while this one is at work.
  @Test
  void a_column_that_comes_while_messages_are_read_is_in_nobodys_way() throws SQLException {
    addMessages(1);
    assertThat(outbox.drain(10, messages -> new Settled(messages.size(), Map.of())))
        .isEqualTo(new Turn.Ours(1));

    execute("ALTER TABLE outbox ADD COLUMN added INT");
    addMessages(1);

    assertThat(outbox.drain(10, messages -> new Settled(messages.size(), Map.of())))
        .isEqualTo(new Turn.Ours(1));
  }

  /// A turn that the migration made fail would publish its messages once more.
  @ParameterizedTest
  @ValueSource(strings = {"outbox", "outbox_set_aside"})
  void a_column_that_comes_while_messages_are_published_waits_for_the_end_of_the_turn(
      String table) {
    addMessages(2);

    try (var migration = Executors.newVirtualThreadPerTaskExecutor()) {
      var added = new CompletableFuture<Boolean>();
      var turn =
          outbox.drain(
              10,
              messages -> {
                migration.execute(() -> addColumn(table, added));
                awaitWhoWaitsForTheTable();
                return new Settled(messages.size(), Map.of(0, "too large"));
              });

      assertThat(turn).isEqualTo(new Turn.Ours(2));
      assertThat(added).succeedsWithin(PATIENCE);
    }

    assertThat(outbox.backlog()).isEqualTo(new Backlog(0, null, 1));
  }

  /// The table is empty: a lock of what is not there would be one of all that comes.
  @Test
  void whoever_has_the_turn_keeps_no_message_from_coming() {
    var rows = context.getBean(OutboxRows.class);

    try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          context
              .getBean(GrantStore.class)
              .atomically(
                  () -> {
                    assertThat(rows.lockRelay()).isPresent();
                    var coming = CompletableFuture.runAsync(() -> addMessages(1), others);
                    assertThat(coming).succeedsWithin(PATIENCE);
                    return true;
                  });
    }

    assertThat(outbox.backlog().messages()).isEqualTo(1);
  }

  @Test
  void a_message_that_never_can_be_published_is_put_aside_whole_and_the_others_leave()
      throws SQLException {
    addMessages(3);
    execute("CREATE TABLE before_it AS SELECT * FROM outbox ORDER BY number LIMIT 1, 1");

    var turn = outbox.drain(10, _ -> new Settled(2, Map.of(1, "x".repeat(600))));

    assertThat(turn).isEqualTo(new Turn.Ours(2));
    assertThat(outbox.backlog()).isEqualTo(new Backlog(1, NOON.plusSeconds(2), 1));
    assertThat(
            count(
                """
                outbox_set_aside s JOIN before_it b USING (number, kind, message_id, record_key, value,
                  headers, created_at, secrets_key)
                WHERE s.error = REPEAT('x', 512) AND s.set_aside_at > '2026-01-01'
                """))
        .isEqualTo(1);
  }

  @Test
  void what_is_not_settled_stays_and_comes_first_the_next_time() {
    addMessages(3);
    var first = new ArrayList<OutboxMessage>();
    var second = new ArrayList<OutboxMessage>();

    outbox.drain(10, messages -> settle(messages, 1, first));
    outbox.drain(10, messages -> settle(messages, 2, second));

    assertThat(first).hasSize(3);
    assertThat(second)
        .extracting(message -> new String(message.key(), UTF_8))
        .containsExactlyElementsOf(
            first.stream().skip(1).map(message -> new String(message.key(), UTF_8)).toList());
    assertThat(outbox.backlog()).isEqualTo(new Backlog(0, null, 0));
  }

  @Test
  void a_large_backlog_is_estimated_and_not_counted() throws SQLException {
    execute(
        """
        INSERT INTO outbox (number, kind, message_id, headers, created_at, secrets_key)
        WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        SELECT i * 5, 'EVENT', i, '[]', '2026-03-01 12:00:00', 1 FROM n
        """);

    assertThat(outbox.backlog())
        .isEqualTo(new Backlog(999 * 5 + 1, Instant.parse("2026-03-01T12:00:00Z"), 0));
  }

  private static Settled settle(List<OutboxMessage> messages, int count, List<OutboxMessage> seen) {
    seen.addAll(messages);
    return new Settled(count, Map.of());
  }

  /// A second apart.
  private void addMessages(int count) {
    var store = context.getBean(GrantStore.class);
    for (var i = 0; i < count; i++) {
      var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
      var expired = StoredGrants.in(grant, new GrantState.Expired());
      var transition = new Transition(expired, List.of(new GrantEvent.GrantExpired()), "deadline");
      store.commit(grant, transition, NOON.plusSeconds(i));
    }
  }

  private void awaitWhoWaitsForTheTable() {
    var latest = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (count(WAITING_FOR_A_TABLE) == 0) {
        assertThat(System.nanoTime()).as("nobody waits for the table").isLessThan(latest);
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addColumn(String table, CompletableFuture<Boolean> added) {
    try {
      execute("ALTER TABLE %s ADD COLUMN added INT".formatted(table));
      added.complete(true);
    } catch (SQLException e) {
      added.completeExceptionally(e);
    }
  }

  private int count(String from) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
