package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantState;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Changes that come while another is being committed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedCommitsTest {

  private static final int MANY = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NO_CAUSE_IS_AS_LONG = "too long ".repeat(30);

  private ApplicationContext context;
  private GrantStore store;

  @BeforeAll
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void they_share_the_next_commit() throws Exception {
    var grants = Stream.generate(this::added).limit(MANY).toList();

    try (var first = new Busy()) {
      var later = grants.stream().map(it -> committing(it, "deadline")).toList();
      awaitGathered(later);
      var before = commits();
      first.goOn();

      for (var it : later) {
        assertThat(it.result()).hasValueSatisfying(at -> assertThat(at.version()).isEqualTo(2));
      }
      assertThat(commits() - before).as("commits for %d changes".formatted(MANY)).isEqualTo(2);
    }
    assertThat(grants)
        .allSatisfy(
            it ->
                assertThat(store.find(it.id()))
                    .hasValueSatisfying(
                        read -> assertThat(read.state()).isEqualTo(new GrantState.Expired())));
    assertThat(grants).allSatisfy(it -> assertThat(histories(it)).isEqualTo(2));
  }

  @Test
  void one_whose_grant_another_transaction_holds_waits_alone() throws Exception {
    var held = added();
    var free = added();
    try (var connection = MySql.connect(context)) {
      connection.setAutoCommit(false);
      assertThat(lock(connection, held)).isTrue();
      try (var first = new Busy()) {
        var waiting = committing(held, "deadline");
        var other = committing(free, "deadline");
        awaitGathered(List.of(waiting, other));
        first.goOn();

        assertThat(other.result()).isPresent();
        assertThat(store.find(held.id())).contains(held);
        connection.rollback();
        assertThat(waiting.result()).isPresent();
      }
    }
  }

  @Test
  void one_that_comes_alone_and_has_to_wait_for_its_grant_holds_nobody_up() throws Exception {
    var held = added();
    try (var connection = MySql.connect(context)) {
      connection.setAutoCommit(false);
      assertThat(lock(connection, held)).isTrue();
      var waiting = committing(held, "deadline");
      awaitHolderAwaited();
      var other = committing(added(), "deadline");

      assertThat(other.result()).isPresent();
      assertThat(waiting.task().isDone()).isFalse();
      connection.rollback();
      assertThat(waiting.result()).hasValueSatisfying(it -> assertThat(it.version()).isEqualTo(2));
    }
    assertThat(histories(held)).isEqualTo(2);
  }

  @Test
  void one_that_waited_for_its_grant_writes_nothing_where_it_was_changed() throws Exception {
    var held = added();
    try (var connection = MySql.connect(context);
        var change =
            connection.prepareStatement(
                "UPDATE grants SET version = version + 1 WHERE grant_id = ?")) {
      connection.setAutoCommit(false);
      change.setString(1, held.id().value());
      change.executeUpdate();
      var waiting = committing(held, "deadline");
      awaitHolderAwaited();
      connection.commit();

      assertThat(waiting.result()).isEmpty();
    }
    assertThat(histories(held)).isEqualTo(1);
  }

  /// Of those who wait, one gets the row by its number while another gets the index's entry of its
  /// id.
  @Test
  void within_a_transaction_one_that_waited_is_written_though_others_wait_as_well()
      throws Exception {
    var held = added();
    try (var holder = MySql.connect(context);
        var queued = MySql.connect(context)) {
      holder.setAutoCommit(false);
      queued.setAutoCommit(false);
      assertThat(lock(holder, held)).isTrue();
      var waiting =
          committing(
              () -> store.atomically(() -> store.commit(held, ended(held, "deadline"), NOON)));
      awaitHolderAwaited();
      var behind = new FutureTask<>(() -> lock(queued, held));
      Thread.ofPlatform().daemon().start(behind);
      await("nobody waits behind", () -> isUnderWay("SELECT number FROM grants WHERE grant_id"));
      holder.rollback();

      assertThat(waiting.result()).hasValueSatisfying(it -> assertThat(it.version()).isEqualTo(2));
      behind.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(histories(held)).isEqualTo(2);
  }

  @Test
  void while_a_commit_hangs_those_behind_it_go_by_themselves() throws Exception {
    var grants = Stream.generate(this::added).limit(3).toList();
    try (var first = new Busy()) {
      var later = grants.stream().map(it -> committing(it, "deadline")).toList();

      for (var it : later) {
        assertThat(it.result()).isPresent();
      }
      first.goOn();
    }
  }

  @Test
  void one_that_cannot_be_written_fails_alone() throws Exception {
    var good = added();
    var bad = added();
    try (var first = new Busy()) {
      var failing = committing(bad, NO_CAUSE_IS_AS_LONG);
      var other = committing(good, "deadline");
      awaitGathered(List.of(failing, other));
      first.goOn();

      assertThat(other.result()).isPresent();
      assertThatThrownBy(failing::result)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("cause");
    }
    assertThat(store.find(bad.id())).contains(bad);
    assertThat(histories(bad)).isEqualTo(1);
  }

  @Test
  void one_that_was_decided_on_what_is_no_more_writes_nothing_and_the_others_do() throws Exception {
    var changed = added();
    store.commit(changed, ended(changed, "deadline"), NOON);
    var good = added();
    try (var first = new Busy()) {
      var late = committing(changed, "deadline");
      var other = committing(good, "deadline");
      awaitGathered(List.of(late, other));
      first.goOn();

      assertThat(other.result()).isPresent();
      assertThat(late.result()).isEmpty();
    }
    assertThat(histories(changed)).isEqualTo(2);
  }

  @Test
  void of_two_that_were_decided_on_the_same_one_is_written() throws Exception {
    var grant = added();
    try (var first = new Busy()) {
      var one = committing(grant, "deadline");
      var two = committing(grant, "deadline");
      awaitGathered(List.of(one, two));
      first.goOn();

      assertThat(Stream.of(one.result(), two.result()).filter(Optional::isPresent)).hasSize(1);
    }
    assertThat(histories(grant)).isEqualTo(2);
  }

  private Grant added() {
    return StoredGrants.add(store, StoredGrants.requested(), NOON);
  }

  private static Transition ended(Grant grant, String cause) {
    return new Transition(
        StoredGrants.in(grant, new GrantState.Expired()),
        List.of(new GrantEvent.GrantExpired()),
        cause);
  }

  private Committing committing(Grant grant, String cause) {
    return committing(() -> store.commit(grant, ended(grant, cause), NOON));
  }

  private static Committing committing(Callable<Optional<Grant>> commit) {
    var task = new FutureTask<>(commit);
    return new Committing(task, Thread.ofPlatform().daemon().start(task));
  }

  private record Committing(FutureTask<Optional<Grant>> task, Thread thread) {

    Optional<Grant> result() throws Exception {
      return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /// Whoever waits does so for the one that is being committed.
  private static void awaitGathered(List<Committing> all) {
    await(
        "they do not gather",
        () -> all.stream().allMatch(it -> it.thread().getState() == Thread.State.TIMED_WAITING));
  }

  /// A change that is being committed and gets no further, because somebody has written the line of
  /// its history.
  private final class Busy implements AutoCloseable {

    private final Connection connection = MySql.connect(context);
    private final Committing committing;

    Busy() throws SQLException {
      var grant = added();
      connection.setAutoCommit(false);
      try (var sql =
          connection.prepareStatement(
              "INSERT INTO grant_history (grant_id, version, to_state, cause, at)"
                  + " VALUES (?, 2, 'EXPIRED', 'in the way', NOW(6))")) {
        sql.setString(1, grant.id().value());
        sql.executeUpdate();
      }
      committing = committing(grant, "deadline");
      await("nothing is being committed", SharedCommitsTest.this::isHistoryAwaited);
    }

    void goOn() throws Exception {
      connection.rollback();
      assertThat(committing.result()).isPresent();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  private boolean isHistoryAwaited() {
    return isUnderWay("INSERT INTO grant_history");
  }

  private void awaitHolderAwaited() {
    await("nobody waits for the grant", () -> isUnderWay("SELECT number FROM grants%version = "));
  }

  private boolean isUnderWay(String statement) {
    return number(
            "SELECT COUNT(*) FROM information_schema.processlist"
                + " WHERE db = DATABASE() AND info LIKE '%s%%'".formatted(statement))
        > 0;
  }

  private static void await(String otherwise, BooleanSupplier condition) {
    var latest = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(otherwise).isLessThan(latest);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private static boolean lock(Connection connection, Grant grant) throws SQLException {
    try (var sql =
        connection.prepareStatement("SELECT number FROM grants WHERE grant_id = ? FOR UPDATE")) {
      sql.setString(1, grant.id().value());
      return sql.executeQuery().next();
    }
  }

  private long histories(Grant grant) {
    return number(
        "SELECT COUNT(*) FROM grant_history WHERE grant_id = '%s'".formatted(grant.id().value()));
  }

  private long commits() {
    return number("SHOW GLOBAL STATUS LIKE 'Com_commit'");
  }

  /// In the last column.
  private long number(String query) {
    try (var connection = MySql.connect(context);
        var sql = connection.createStatement();
        var found = sql.executeQuery(query)) {
      found.next();
      return found.getLong(found.getMetaData().getColumnCount());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
