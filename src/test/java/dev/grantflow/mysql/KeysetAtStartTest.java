package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.mysql.encryption.InvalidKeysetException;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A keyset that does not fit the database stops the start with a sentence.
class KeysetAtStartTest {

  private static final String WAITING =
      """
      SELECT COUNT(*) FROM information_schema.processlist
      WHERE db = DATABASE() AND state LIKE 'Waiting for table % lock'
      """;

  @TempDir Path folder;

  private Database database;
  private Keysets keysets;
  private long key;

  @BeforeEach
  void begin() throws IOException {
    database = LocalServices.shared().newDatabase();
    keysets = Keysets.make(folder.resolve("right"));
    key = keysets.primary();
    addGrant();
  }

  @Test
  void another_databases_keyset() throws IOException {
    assertRefused(Keysets.make(folder.resolve("wrong")))
        .hasMessage(
            "grantflow.encryption.keyset-file: the keyset holds none of the keys [%d] that this"
                    .formatted(key)
                + " database was encrypted with: it is another database's, or this replica's alone,"
                + " and all replicas need the same");
  }

  @Test
  void another_databases_keyset_where_no_secret_is_left() throws Exception {
    execute("DELETE FROM grants");

    assertRefused(Keysets.make(folder.resolve("wrong")))
        .hasMessageContaining("it is another database's");
  }

  /// Both are past the look at what there is, were it not for one another, before either writes.
  @Test
  void one_of_two_that_begin_an_empty_database_at_once_with_a_keyset_of_its_own() throws Exception {
    execute("DELETE FROM grants");
    execute("DELETE FROM encryption_keys");
    var replicas = List.of(keysets, Keysets.make(folder.resolve("other")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("LOCK TABLES encryption_keys READ");

      var starts =
          replicas.stream()
              .map(it -> CompletableFuture.supplyAsync(() -> tryStart(it), threads))
              .toList();
      awaitWaiting(replicas.size());
      statement.execute("UNLOCK TABLES");

      assertThat(starts.stream().map(it -> it.orTimeout(60, TimeUnit.SECONDS).join()))
          .as("what each was told")
          .satisfiesExactlyInAnyOrder(
              told -> assertThat(told).isEqualTo("started"),
              told -> assertThat(told).endsWith("and all replicas need the same"));
    }
  }

  private String tryStart(Keysets replica) {
    try (var _ = replica.start(database)) {
      return "started";
    } catch (RuntimeException refused) {
      return String.valueOf(Throwables.getRootCause(refused).getMessage());
    }
  }

  private void awaitWaiting(int replicas) throws SQLException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (var connection = connect();
        var statement = connection.prepareStatement(WAITING)) {
      while (true) {
        try (var rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
          if (rows.getInt(1) == replicas) {
            return;
          }
          assertThat(System.nanoTime()).as("replicas wait for each other").isLessThan(end);
        }
      }
    }
  }

  @Test
  void another_key_under_the_same_id() throws IOException {
    var wrong = Keysets.make(folder.resolve("wrong"));
    var other = Long.toString(wrong.primary());
    var text = Files.readString(wrong.file()).replace(other, Long.toString(key));
    Files.writeString(wrong.file(), text);

    assertRefused(wrong)
        .hasMessage(
            "grantflow.encryption.keyset-file: key %d of the keyset is not the key %1$d that this"
                    .formatted(key)
                + " database was encrypted with");
  }

  @Test
  void a_key_was_removed_too_early() throws IOException {
    var next = keysets.add();
    keysets.promote(next);
    keysets.start(database).close();
    keysets.remove(key);

    assertRefused(keysets)
        .hasMessage(
            "grantflow.encryption.keyset-file: the keyset lacks [%d], under which the database still"
                    .formatted(key)
                + " holds secrets: put back what was removed");
  }

  @Test
  void a_key_is_missing_that_a_message_needs() throws Exception {
    try (var context = keysets.start(database)) {
      var store = context.getBean(GrantStore.class);
      var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
      store.commit(
          grant,
          new Transition(
              StoredGrants.in(grant, new GrantState.Expired()),
              new Secretive("canary").events(),
              "told"),
          NOON);
    }
    execute("DELETE FROM grants");
    keysets.promote(keysets.add());
    keysets.start(database).close();
    keysets.remove(key);

    assertRefused(keysets).hasMessageContaining("the keyset lacks [" + key + "]");
  }

  @Test
  void secrets_from_before_there_was_encryption() throws Exception {
    execute("UPDATE grants SET secrets = '{}', secrets_key = 0");

    assertRefused(keysets)
        .hasMessage(
            "grantflow.encryption.keyset-file: the database holds secrets from before there was"
                + " encryption, which cannot be read any more: begin with an empty schema");
  }

  @Test
  void the_right_one_starts_and_reads() {
    try (var context = keysets.start(database)) {
      assertThat(context.getBean(GrantStore.class).due(NOON, 9)).hasSize(1);
    }
  }

  private Grant addGrant() {
    try (var context = keysets.start(database)) {
      return StoredGrants.add(context.getBean(GrantStore.class), StoredGrants.requested(), NOON);
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Keysets wrong) {
    return assertThatThrownBy(() -> wrong.start(database))
        .rootCause()
        .isInstanceOf(InvalidKeysetException.class);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return database.connect();
  }
}
