package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.Grant;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica to which a changed keyset was not brought.
class StaleReplicaTest {

  @TempDir Path folder;

  private Database database;
  private Keysets keysets;
  private Keysets others;
  private long old;

  @BeforeEach
  void begin() throws IOException {
    database = LocalServices.shared().newDatabase();
    keysets = Keysets.make(folder.resolve("one"));
    others = keysets.copyTo(folder.resolve("other.json"));
    old = keysets.primary();
  }

  @Test
  void does_not_undo_the_re_encryption_of_one_that_encrypts_under_the_newer_key() throws Exception {
    try (var one = keysets.start(database);
        var stale = others.start(database)) {
      add(one);
      var next = keysets.add();
      keysets.copyTo(others.file());
      reload(stale);
      keysets.promote(next);
      reload(one);
      rounds(one);
      assertThat(keysOfGrants()).containsExactly(next);

      rounds(stale);

      assertThat(keysOfGrants()).containsExactly(next);
      assertThat(gauge(stale, "rows.old")).as("it is told that not all is well").isOne();
      add(stale);
      assertThat(keysOfGrants()).containsExactlyInAnyOrder(old, next);
      rounds(one);
      assertThat(keysOfGrants()).containsExactly(next);
    }
  }

  @Test
  void tells_by_its_gauge_that_it_lacks_a_key_that_others_encrypt_under() throws Exception {
    try (var one = keysets.start(database);
        var stale = others.start(database)) {
      keysets.promote(keysets.add());
      reload(one);
      reload(stale);
      assertThat(gauge(stale, "keyset.faulty")).as("nothing is under the new key yet").isZero();

      add(one);
      reload(stale);
      assertThat(gauge(stale, "keyset.faulty")).isOne();
      assertThat(gauge(one, "keyset.faulty")).isZero();

      keysets.copyTo(others.file());
      reload(stale);
      assertThat(gauge(stale, "keyset.faulty")).isZero();
    }
  }

  private static void reload(ApplicationContext replica) {
    replica.getBean(Keyring.class).reload();
  }

  /// In the first after a change nothing is re-encrypted.
  private static void rounds(ApplicationContext replica) throws InterruptedException {
    replica.getBean(ReencryptionRounds.class).round();
    replica.getBean(ReencryptionRounds.class).round();
  }

  private static double gauge(ApplicationContext replica, String name) {
    return replica.getBean(MeterRegistry.class).get("grantflow.encryption." + name).gauge().value();
  }

  private static Grant add(ApplicationContext replica) {
    var state = new Secretive("canary").states().getFirst();
    return StoredGrants.add(replica.getBean(GrantStore.class), StoredGrants.in(state), NOON);
  }

  private List<Long> keysOfGrants() throws SQLException {
    var keys = new ArrayList<Long>();
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT DISTINCT secrets_key FROM grants")) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }
}
