package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.engine.Outbox.Turn;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Secret;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys are changed while replicas are at work.
class KeysetRotationTest {

  private static final int CHANGES = 40;

  @TempDir Path folder;

  private final Secretive secretive = new Secretive("canary");
  private Database database;
  private Keysets keysets;

  @BeforeEach
  void begin() throws IOException {
    database = LocalServices.shared().newDatabase();
    keysets = Keysets.make(folder.resolve("one"));
  }

  @Test
  void two_replicas_change_their_key_without_a_restart_and_read_each_other_all_the_while()
      throws Exception {
    var others = keysets.copyTo(folder.resolve("other.json"));
    var old = keysets.primary();
    try (var one = keysets.start(database);
        var other = others.start(database)) {
      var early = add(one, 7);
      setAside(one, early.getFirst());

      var next = keysets.add();
      reload(one);
      keysets.copyTo(others.file());
      reload(other);
      keysets.promote(next);
      reload(one);
      var late = add(one, 1);
      assertThat(find(other, late)).isEqualTo(late);
      var slow = add(other, 1);
      assertThat(find(one, slow)).isEqualTo(slow);
      keysets.copyTo(others.file());
      reload(other);
      assertThat(old(one)).isNaN();

      round(one);
      assertThat(old(one)).as("before all can have the keyset").isEqualTo(10);
      round(one);
      assertThat(old(one)).isZero();
      assertThat(keysIn("grants")).containsExactly(next);
      assertThat(keysIn("outbox_set_aside")).containsExactly(next);

      keysets.remove(old);
      reload(one);
      assertThat(one.getBean(Keyring.class).current().keys()).containsExactly(next);
      assertThat(find(one, early)).isEqualTo(find(other, early)).isNotEmpty();
    }
    try (var again = keysets.start(database)) {
      assertThat(add(again, 1)).hasSize(1);
    }
  }

  @Test
  void a_key_that_is_still_needed_is_not_given_up() throws Exception {
    try (var one = keysets.start(database)) {
      var grant = add(one, 1);
      var old = keysets.primary();
      promoteNext(one);
      keysets.remove(old);

      reload(one);

      assertThat(one.getBean(Keyring.class).current().keys()).hasSize(2).contains(old);
      assertThat(find(one, grant)).isEqualTo(grant);
    }
  }

  @Test
  void a_file_that_is_damaged_or_gone_for_a_while_harms_nobody() throws Exception {
    try (var one = keysets.start(database)) {
      var grant = add(one, 1);
      var good = Files.readString(keysets.file());
      for (var bad : List.of("", "{", good.substring(0, good.length() / 2))) {
        Files.writeString(keysets.file(), bad);
        reload(one);
        assertThat(find(one, grant)).isEqualTo(grant);
        assertThat(faulty(one)).isEqualTo(1);
      }
      Files.writeString(keysets.file(), good);
      reload(one);
      assertThat(faulty(one)).isZero();
      Files.delete(keysets.file());
      reload(one);
      assertThat(find(one, grant)).isEqualTo(grant);
      assertThat(faulty(one)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 40})
  void a_damaged_row_keeps_its_key_and_no_other_row_from_being_re_encrypted(int at)
      throws Exception {
    try (var one = keysets.start(database)) {
      var grants = add(one, 8);
      setAside(one, grants.getFirst());
      var old = keysets.primary();
      execute(
          "UPDATE grants SET secrets = %s ORDER BY number LIMIT 2"
              .formatted(MySql.damaged("secrets", at)));
      execute(
          "UPDATE outbox_set_aside SET value = %s ORDER BY number LIMIT 1"
              .formatted(MySql.damaged("value", at)));
      promoteNext(one);

      round(one);
      round(one);

      assertThat(old(one)).isEqualTo(3);
      assertThat(find(one, grants.subList(2, 8))).isEqualTo(grants.subList(2, 8));
      assertThat(keysIn("grants")).contains(old);
      assertThat(keysIn("outbox_set_aside")).containsExactlyInAnyOrder(old, keysets.primary());
    }
  }

  @Test
  void what_is_under_a_key_that_a_replica_lacks_waits_until_it_has_it() throws Exception {
    var others = keysets.copyTo(folder.resolve("other.json"));
    try (var one = keysets.start(database);
        var other = others.start(database)) {
      promoteNext(one);
      var grants = add(one, 1);
      var told = new Transition(grants.getFirst(), secretive.events(), "told");
      assertThat(one.getBean(GrantStore.class).commit(grants.getFirst(), told, NOON)).isPresent();
      var outages = other.getBean(Outages.class);
      var outbox = other.getBean(Outbox.class);

      assertThatThrownBy(() -> find(other, grants)).matches(outages::isOutage);
      assertThatThrownBy(() -> outbox.drain(10, _ -> new Settled(2, Map.of())))
          .matches(outages::isOutage);

      keysets.copyTo(others.file());
      reload(other);
      assertThat(find(other, grants)).isEqualTo(find(one, grants));
      assertThat(outbox.drain(10, messages -> new Settled(messages.size(), Map.of())))
          .isEqualTo(new Turn.Ours(2));
    }
  }

  @Test
  void a_grant_that_is_being_changed_is_left_to_who_changes_it() throws Exception {
    try (var one = keysets.start(database);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var grants = add(one, 3);
      var old = keysets.primary();
      promoteNext(one);
      var store = one.getBean(GrantStore.class);
      var reencryption = one.getBean(Reencryption.class);
      var change =
          new Transition(StoredGrants.in(grants.get(1), approved("fresh")), List.of(), "test");

      var changed =
          store.atomically(
              () -> {
                var stored = store.commit(grants.get(1), change, NOON);
                var batch =
                    CompletableFuture.supplyAsync(() -> reencryption.grants(old, 0, 9), threads);
                assertThat(batch).succeedsWithin(Duration.ofSeconds(10));
                assertThat(batch.join().rows()).isEqualTo(2);
                return stored.orElseThrow();
              });

      assertThat(find(one, grants)).containsExactly(grants.get(0), changed, grants.get(2));
      assertThat(keysIn("grants")).containsExactly(keysets.primary());
    }
  }

  @Test
  void re_encryption_loses_no_change_and_makes_none_fail() throws Exception {
    try (var one = keysets.start(database);
        var other = keysets.start(database);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var grants = add(one, 12);
      for (var i = 0; i < 4; i++) {
        keysets.add();
      }
      reload(one);
      reload(other);
      var working = new AtomicBoolean(true);
      var rounds =
          List.of(one, other).stream()
              .map(
                  replica ->
                      CompletableFuture.supplyAsync(() -> roundAndRound(replica, working), threads))
              .toList();
      var changes =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> change(i % 2 == 0 ? one : other, grants.subList(3 * i, 3 * i + 3)),
                          threads))
              .toList();

      var last = new ArrayList<Grant>();
      try {
        for (var change : changes) {
          last.addAll(change.get(60, TimeUnit.SECONDS));
        }
      } finally {
        working.set(false);
      }
      for (var round : rounds) {
        assertThat(round.get(60, TimeUnit.SECONDS)).isGreaterThan(3);
      }
      assertThat(last).allMatch(grant -> grant.version() == 1 + CHANGES);
      assertThat(find(one, grants)).isEqualTo(last);
      assertThat(find(other, grants)).isEqualTo(last);
    }
  }

  /// Every change brings another secret, is made of what was read last, and has to be taken as it
  /// is.
  private static List<Grant> change(ApplicationContext replica, List<Grant> grants) {
    var store = replica.getBean(GrantStore.class);
    var last = new ArrayList<>(grants);
    for (var i = 0; i < CHANGES; i++) {
      for (var grant = 0; grant < last.size(); grant++) {
        var before = store.find(last.get(grant).id()).orElseThrow();
        assertThat(before).isEqualTo(last.get(grant));
        var next = StoredGrants.in(before, approved("reference " + i));
        var change = new Transition(next, List.of(), "test");
        last.set(grant, store.commit(before, change, NOON).orElseThrow());
      }
    }
    return last;
  }

  private static GrantState approved(String reference) {
    return new GrantState.Approved(StoredGrants.CONTINUATION, Secret.of(reference), 0, null, NOON);
  }

  /// Another key at each turn, so that there is always something to be re-encrypted.
  private int roundAndRound(ApplicationContext replica, AtomicBoolean working) {
    var reencryption = replica.getBean(Reencryption.class);
    var done = 0;
    while (working.get()) {
      rotate(replica);
      for (long key : replica.getBean(KeyUse.class).used()) {
        if (key != replica.getBean(Keyring.class).current().primary()) {
          done += reencryption.grants(key, 0, 5).rows();
        }
      }
    }
    return done;
  }

  private synchronized void rotate(ApplicationContext replica) {
    try {
      var keys = new ArrayList<>(replica.getBean(Keyring.class).current().keys());
      keys.remove(keysets.primary());
      keysets.promote(keys.get((int) (System.nanoTime() % keys.size())));
      reload(replica);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void promoteNext(ApplicationContext replica) throws IOException {
    var next = keysets.add();
    reload(replica);
    keysets.promote(next);
    reload(replica);
  }

  private static void reload(ApplicationContext replica) {
    replica.getBean(Keyring.class).reload();
  }

  private static void round(ApplicationContext replica) throws InterruptedException {
    replica.getBean(ReencryptionRounds.class).round();
  }

  private static double old(ApplicationContext replica) {
    return gauge(replica, "grantflow.encryption.rows.old");
  }

  private static double faulty(ApplicationContext replica) {
    return gauge(replica, "grantflow.encryption.keyset.faulty");
  }

  private static double gauge(ApplicationContext replica, String name) {
    return replica.getBean(MeterRegistry.class).get(name).gauge().value();
  }

  private List<Grant> add(ApplicationContext replica, int count) {
    var store = replica.getBean(GrantStore.class);
    return IntStream.range(0, count)
        .mapToObj(
            _ -> StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON))
        .toList();
  }

  private static List<Grant> find(ApplicationContext replica, List<Grant> grants) {
    var store = replica.getBean(GrantStore.class);
    return grants.stream().map(grant -> store.find(grant.id()).orElseThrow()).toList();
  }

  /// Two messages.
  private void setAside(ApplicationContext replica, Grant grant) {
    var store = replica.getBean(GrantStore.class);
    var told = new Transition(grant, secretive.events(), "told");
    assertThat(store.commit(grant, told, NOON)).isPresent();
    replica
        .getBean(Outbox.class)
        .drain(10, _ -> new Settled(2, Map.of(0, "too large", 1, "too large")));
  }

  private List<Long> keysIn(String table) throws SQLException {
    var keys = new ArrayList<Long>();
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT DISTINCT secrets_key FROM " + table)) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
