package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.grantflow.engine.GrantFigures;
import dev.grantflow.engine.GrantFigures.Slice;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.engine.Retention;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/// A table as it is after months: a million grants that ended or wait for nobody, some dozens that
/// are due, and retention with hundreds of thousands of rows to remove. A lock that is not free
/// after a second fails whoever waits for it, so nobody else works beside it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated
class MillionGrantsIT {

  private static final int ROWS_PER_INSERT = 100_000;
  private static final int OLD = 200_000;
  private static final int YOUNG = 400_000;
  private static final int FINALIZED = 400_000;
  private static final int HISTORY_OF_OLD = 2;
  private static final int HISTORY_OF_YOUNG = 1_000;
  private static final int DUE = 40;
  private static final int CLAIM = 10;
  private static final int BATCH = 1_000;
  private static final int SLICE = 50_000;
  private static final Retention.Batch FULL = Retention.Batch.of(BATCH, BATCH);
  private static final Instant CUT = NOON.minus(Duration.ofDays(90));

  /// A claim reads its rows by the range, and each once more to change it by its unique key.
  private static final long READS_OF_A_CLAIM_MAX = 5 * CLAIM;

  /// Its entry by id, its row, and the one row that is handed from the one to the other.
  private static final long READS_OF_A_CHANGE_MAX = 10;

  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(20);

  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private ApplicationContext context;
  private GrantStore store;
  private Retention retention;
  private GrantFigures figures;
  private JdbcOperations jdbc;

  @BeforeAll
  void fill() throws SQLException {
    LocalServices.shared().makeRoomInMySql();
    context = MySql.start(LocalServices.shared().newDatabase(), "innodb_lock_wait_timeout=1");
    store = context.getBean(GrantStore.class);
    retention = context.getBean(Retention.class);
    figures = context.getBean(GrantFigures.class);
    jdbc = context.getBean(JdbcOperations.class);
    execute("CREATE TABLE digits (d INT PRIMARY KEY)");
    execute("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    grants("old", OLD, "REVOKED", "'" + at(CUT.minusSeconds(1)) + "' - INTERVAL n SECOND");
    grants("young", YOUNG, "EXPIRED", "'" + at(CUT) + "' + INTERVAL n SECOND");
    grants("finalized", FINALIZED, "FINALIZED", "NULL");
    for (var version = 1; version <= HISTORY_OF_OLD; version++) {
      execute(
          """
          INSERT INTO grant_history (grant_id, version, to_state, cause, at)
          SELECT grant_id, %d, state, 'filled', accepted_at FROM grants WHERE grant_id LIKE 'old-%%'
          """
              .formatted(version));
    }
    execute(
        """
        INSERT INTO grant_history (grant_id, version, to_state, cause, at)
        SELECT grant_id, 1, state, 'filled', accepted_at FROM grants
        WHERE grant_id LIKE 'young-%%' ORDER BY number LIMIT %d
        """
            .formatted(HISTORY_OF_YOUNG));
    Stream.generate(StoredGrants::requested)
        .limit(DUE)
        .forEach(grant -> StoredGrants.add(store, grant, NOON));
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  @Order(1)
  void the_claim_reads_the_range_of_its_index_and_no_row_beside_those_it_takes()
      throws SQLException {
    var plan =
        query(
            """
            EXPLAIN FORMAT=JSON SELECT * FROM grants FORCE INDEX (grants_by_due_at)
            WHERE due_at <= '%s' ORDER BY due_at LIMIT %d FOR UPDATE SKIP LOCKED
            """
                .formatted(at(NOON), CLAIM));

    assertThat(plan)
        .contains("\"access_type\": \"range\"", "\"key\": \"grants_by_due_at\"")
        .contains("\"using_filesort\": false");
    assertThat(readsOfAClaim()).isLessThan(READS_OF_A_CLAIM_MAX);
  }

  @Test
  @Order(1)
  void a_change_of_one_grant_reads_no_other() {
    var rows = context.getBean(GrantRows.class);
    var row = store.atomically(() -> rows.findByGrantId("old-0000007")).orElseThrow();

    assertThat(readsOf(() -> assertThat(rows.updateIfFree(row)).isOne()))
        .isLessThan(READS_OF_A_CHANGE_MAX);
    assertThat(
            readsOf(
                () ->
                    assertThat(rows.lockIfUnchanged(row.grantId(), row.version() + 1)).isPresent()))
        .isLessThan(READS_OF_A_CHANGE_MAX);
  }

  @Test
  @Order(1)
  void a_slice_of_the_count_by_state_reads_no_more_entries_than_it_counts() {
    var reads = readsOf(() -> assertThat(slice(Status.FINALIZED, 0).counted()).isEqualTo(SLICE));

    // Those of the derived table that is counted are among them.
    assertThat(reads).isLessThan(2 * SLICE + 100);
    assertThat(readsOf(() -> assertThat(figures.oldestDue(NOON)).isPresent())).isLessThan(5);
  }

  @Test
  @Order(1)
  void slices_count_all_grants_of_a_state() {
    var counted = 0;
    var after = 0L;
    Slice slice;
    do {
      slice = slice(Status.EXPIRED, after);
      counted += slice.counted();
      after = slice.last();
    } while (slice.counted() == SLICE);

    assertThat(counted).isEqualTo(YOUNG);
  }

  @Test
  @Order(2)
  void a_purge_under_way_keeps_neither_a_claim_nor_another_purge_waiting() {
    store.atomically(
        () -> {
          assertThat(retention.purgeGrants(CUT, BATCH)).isEqualTo(FULL);
          var claim = CompletableFuture.supplyAsync(this::claim, THREADS);
          var add =
              CompletableFuture.supplyAsync(
                  () -> StoredGrants.add(store, StoredGrants.in(new GrantState.Expired()), NOON),
                  THREADS);
          var other =
              CompletableFuture.supplyAsync(() -> retention.purgeGrants(CUT, BATCH), THREADS);
          assertThat(claim).succeedsWithin(Duration.ofSeconds(1)).asInstanceOf(LIST).hasSize(CLAIM);
          assertThat(add).succeedsWithin(Duration.ofSeconds(1));
          assertThat(other).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(FULL);
          return true;
        });
  }

  @Test
  @Order(3)
  void a_batch_that_is_cut_off_removes_nothing() throws SQLException {
    var grants = count("grants WHERE grant_id LIKE 'old-%'");
    var history = count("grant_history");

    var killed = new IllegalStateException("killed");
    assertThatThrownBy(
            () ->
                store.atomically(
                    () -> {
                      retention.purgeGrants(CUT, BATCH);
                      throw killed;
                    }))
        .isSameAs(killed);

    assertThat(count("grants WHERE grant_id LIKE 'old-%'")).isEqualTo(grants);
    assertThat(count("grant_history")).isEqualTo(history);
  }

  @Test
  @Order(4)
  void two_replicas_remove_exactly_the_old_while_claims_go_on_at_the_same_cost()
      throws SQLException {
    var one = CompletableFuture.supplyAsync(this::purgeAll, THREADS);
    var other = CompletableFuture.supplyAsync(this::purgeAll, THREADS);
    var purging = CompletableFuture.allOf(one, other);
    var claims = 0;
    var mostReads = 0L;
    while (!endsWithin(BETWEEN_CLAIMS, purging)) {
      mostReads = Math.max(mostReads, readsOfAClaim());
      claims++;
    }

    assertThat(purging).isCompleted();
    assertThat(claims).isGreaterThan(20);
    assertThat(mostReads).isLessThan(READS_OF_A_CLAIM_MAX);
    assertThat(one.join() + other.join()).isEqualTo(OLD - 2 * BATCH);
    assertThat(count("grants WHERE grant_id LIKE 'old-%'")).isZero();
    assertThat(count("grant_history WHERE grant_id LIKE 'old-%'")).isZero();
    assertThat(count("grants WHERE grant_id LIKE 'young-%'")).isEqualTo(YOUNG);
    assertThat(count("grants WHERE grant_id LIKE 'finalized-%'")).isEqualTo(FINALIZED);
    assertThat(count("grant_history WHERE cause = 'filled'")).isEqualTo(HISTORY_OF_YOUNG);
    assertThat(count("grants WHERE due_at IS NOT NULL")).isEqualTo(DUE);
  }

  /// Claims as fast as can be would take from the purge what they are to find it leaves them.
  private static boolean endsWithin(Duration wait, CompletableFuture<?> purging) {
    try {
      purging.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failed) {
      throw new AssertionError("a purge failed", failed);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted while grants are purged", interrupted);
    }
  }

  private int purgeAll() {
    var purged = 0;
    Retention.Batch batch;
    do {
      batch = retention.purgeGrants(CUT, BATCH);
      assertThat(batch.removed()).isLessThanOrEqualTo(BATCH);
      purged += batch.removed();
    } while (batch.isMore());
    return purged;
  }

  /// Leaves the grants due, so that there is always another claim to make.
  private List<Claimed> claim() {
    return store.claimDue(
        NOON,
        CLAIM,
        grant ->
            new Transition(
                StoredGrants.in(grant, new GrantState.Requesting(1, null, NOON.minusSeconds(1))),
                List.of(),
                "due"));
  }

  private Slice slice(Status status, long after) {
    return figures.count(status, after, SLICE);
  }

  private long readsOfAClaim() {
    return readsOf(() -> assertThat(claim()).hasSize(CLAIM));
  }

  /// What the storage engine was asked to read, by key, along an index and along the table.
  private long readsOf(Runnable work) {
    return store.atomically(
        () -> {
          var before = reads();
          work.run();
          var after = reads();
          return (after - before) - (reads() - after);
        });
  }

  private void grants(String prefix, int count, String state, String endedAt) throws SQLException {
    for (var from = 0; from < count; from += ROWS_PER_INSERT) {
      execute(
          """
          INSERT INTO grants (grant_id, version, claim, client, state, due_at, ended_at, accepted_at,
            expires_at, request, facts)
          SELECT CONCAT('%1$s-', LPAD(n, 7, '0')), 3, 1, 'shop', '%2$s', NULL, %3$s, '%4$s', '%4$s',
            '{"walletAddress":"https://wallet.example/alice"}', '{}'
          FROM (
            SELECT %5$d + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n
            FROM digits f, digits e, digits c, digits b, digits a ORDER BY n
          ) numbers
          """
              .formatted(prefix, state, endedAt, at(NOON.minus(Duration.ofDays(100))), from));
    }
  }

  private long reads() {
    return jdbc.execute(
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'")) {
            var sum = 0L;
            while (rows.next()) {
              sum += rows.getLong(2);
            }
            return sum;
          }
        });
  }

  private long count(String from) throws SQLException {
    return Long.parseLong(query("SELECT COUNT(*) FROM " + from));
  }

  private String query(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String at(Instant instant) {
    return instant.toString().replace("T", " ").replace("Z", "");
  }
}
