package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReencryptionTest {

  private static final int MESSAGES = 24;

  @Test
  void holds_few_messages_in_memory_at_a_time_however_many_rows_a_batch_may_have(
      @TempDir Path folder) throws Exception {
    var keysets = Keysets.make(folder.resolve("one"));
    var old = keysets.primary();
    try (var replica = keysets.start(LocalServices.shared().newDatabase())) {
      setAside(replica);
      var next = keysets.add();
      reload(replica);
      keysets.promote(next);
      reload(replica);
      var reencryption = replica.getBean(Reencryption.class);

      var first = reencryption.messages(old, 0, 1_000);
      var second = reencryption.messages(old, first.last(), 1_000);
      var third = reencryption.messages(old, second.last(), 1_000);

      assertThat(first.rows()).isEqualTo(10);
      assertThat(first.isFull()).isTrue();
      assertThat(second.rows()).isEqualTo(10);
      assertThat(third.rows()).isEqualTo(MESSAGES - 20);
      assertThat(third.isFull()).isFalse();
      assertThat(replica.getBean(KeyUse.class).used()).containsExactly(next);
    }
  }

  @Test
  void of_many_rows_that_do_not_decrypt_some_are_named_and_the_others_counted(@TempDir Path folder)
      throws Exception {
    var keysets = Keysets.make(folder.resolve("one"));
    var old = keysets.primary();
    var logged = new ListAppender<ILoggingEvent>();
    var log = (Logger) LoggerFactory.getLogger(ReencryptionRounds.class);
    logged.start();
    try (var replica = keysets.start(LocalServices.shared().newDatabase())) {
      for (int i = 0; i < 14; i++) {
        var state = new Secretive("canary").states().getFirst();
        StoredGrants.add(replica.getBean(GrantStore.class), StoredGrants.in(state), NOON);
      }
      damage(replica);
      keysets.promote(keysets.add());
      reload(replica);
      log.addAppender(logged);

      replica.getBean(ReencryptionRounds.class).round();
      replica.getBean(ReencryptionRounds.class).round();
    } finally {
      log.detachAppender(logged);
    }

    assertThat(logged.list)
        .filteredOn(it -> it.getLevel() == Level.ERROR)
        .hasSize(11)
        .last()
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo("4 more do not decrypt under key " + old);
  }

  private static void damage(ApplicationContext replica) throws SQLException {
    try (var connection = MySql.connect(replica);
        var statement = connection.createStatement()) {
      statement.execute("UPDATE grants SET secrets = " + MySql.damaged("secrets", 40));
    }
  }

  private static void reload(ApplicationContext replica) {
    replica.getBean(Keyring.class).reload();
  }

  /// Two of each grant.
  private static void setAside(ApplicationContext replica) {
    var store = replica.getBean(GrantStore.class);
    for (int i = 0; i < MESSAGES / 2; i++) {
      var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
      var ended = StoredGrants.in(grant, new GrantState.Expired());
      var told = new Transition(ended, new Secretive("canary").events(), "told");
      assertThat(store.commit(grant, told, NOON)).isPresent();
    }
    var faults =
        IntStream.range(0, MESSAGES).boxed().collect(Collectors.toMap(i -> i, _ -> "too large"));
    replica.getBean(Outbox.class).drain(MESSAGES, _ -> new Settled(MESSAGES, Map.copyOf(faults)));
  }
}
