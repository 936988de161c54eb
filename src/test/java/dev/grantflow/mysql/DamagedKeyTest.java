package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.mysql.encryption.DamagedSecretException;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The column beside a ciphertext names a key that nothing is encrypted under.
class DamagedKeyTest {

  private static final Logger LOG = (Logger) LoggerFactory.getLogger(KeyUse.class);

  @TempDir Path folder;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Secretive secretive = new Secretive("canary");
  private Database database;
  private Keysets keysets;

  @BeforeEach
  void begin() throws IOException {
    database = LocalServices.shared().newDatabase();
    keysets = Keysets.make(folder.resolve("one"));
    logged.start();
    LOG.addAppender(logged);
  }

  @AfterEach
  void end() {
    LOG.detachAppender(logged);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 17, 4_294_967_295L})
  void one_damaged_row_neither_stops_a_start_nor_keeps_a_changed_keyset_out(long damage)
      throws Exception {
    Grant damaged;
    Grant fine;
    try (var one = keysets.start(database)) {
      damaged = add(one);
      fine = add(one);
    }
    execute(
        "UPDATE grants SET secrets_key = %d WHERE grant_id = '%s'".formatted(damage, damaged.id()));

    try (var one = keysets.start(database)) {
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              ("damaged: [grant %s] (at most 10 of each table are named). Key %d stands beside what"
                      + " they hold, and nothing is encrypted under it")
                  .formatted(damaged.id(), damage));
      var next = keysets.add();
      keysets.promote(next);
      one.getBean(Keyring.class).reload();

      assertThat(one.getBean(Keyring.class).current().primary()).isEqualTo(next);
      assertThat(faulty(one)).isZero();
      var store = one.getBean(GrantStore.class);
      assertThat(store.find(fine.id())).contains(fine);
      assertThatThrownBy(() -> store.find(damaged.id())).isInstanceOf(DamagedSecretException.class);
    }
  }

  @Test
  void damaged_messages_are_named_too() throws Exception {
    try (var one = keysets.start(database)) {
      tell(one, add(one));
      one.getBean(Outbox.class)
          .drain(2, _ -> new Settled(2, Map.of(0, "too large", 1, "too large")));
      tell(one, add(one));
    }
    execute("UPDATE outbox SET secrets_key = 17 ORDER BY number LIMIT 1");
    execute("UPDATE outbox_set_aside SET secrets_key = 17 ORDER BY number LIMIT 1");

    keysets.start(database).close();

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains(" of outbox, message ", " of outbox_set_aside]");
  }

  @Test
  void a_damaged_sentinel_is_mended_as_operators_are_told() throws Exception {
    Grant grant;
    try (var one = keysets.start(database)) {
      grant = add(one);
    }
    execute("UPDATE encryption_keys SET sentinel = REVERSE(sentinel) WHERE secrets_key <> 0");
    assertThatThrownBy(() -> keysets.start(database))
        .rootCause()
        .hasMessageContaining("is not the key");

    execute("DELETE FROM encryption_keys");

    try (var one = keysets.start(database)) {
      assertThat(one.getBean(GrantStore.class).find(grant.id())).contains(grant);
    }
  }

  /// Two messages.
  private void tell(ApplicationContext replica, Grant grant) {
    var told = new Transition(grant, secretive.events(), "told");
    assertThat(replica.getBean(GrantStore.class).commit(grant, told, NOON)).isPresent();
  }

  private static double faulty(ApplicationContext replica) {
    return replica
        .getBean(MeterRegistry.class)
        .get("grantflow.encryption.keyset.faulty")
        .gauge()
        .value();
  }

  private Grant add(ApplicationContext replica) {
    return StoredGrants.add(
        replica.getBean(GrantStore.class), StoredGrants.in(secretive.states().getFirst()), NOON);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
