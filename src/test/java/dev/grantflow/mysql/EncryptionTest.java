package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.DueGrant;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.engine.Outbox.Turn;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.mysql.encryption.DamagedSecretException;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who can write to the database can destroy secrets, but cannot put one in another's place.
class EncryptionTest {

  private static final String PUT_BACK =
      """
      INSERT INTO outbox (kind, message_id, record_key, value, headers, created_at, secrets_key)
        SELECT kind, message_id, record_key, value, headers, created_at, secrets_key
        FROM outbox_set_aside ORDER BY number
      """;

  private final Secretive secretive = new Secretive("canary");
  private ApplicationContext context;
  private GrantStore store;
  private Outbox outbox;

  @BeforeEach
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    outbox = context.getBean(Outbox.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void a_grants_secrets_cannot_be_moved_to_another_grant() throws SQLException {
    var victim = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);
    var thief = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);

    execute(
        """
        UPDATE grants mine JOIN grants theirs ON theirs.grant_id = '%s'
        SET mine.secrets = theirs.secrets WHERE mine.grant_id = '%s'
        """
            .formatted(victim.id(), thief.id()));

    assertThatThrownBy(() -> store.find(thief.id())).isInstanceOf(DamagedSecretException.class);
    assertThat(store.find(victim.id())).contains(victim);
  }

  @Test
  void a_grants_secrets_cannot_become_a_message() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);
    tell(grant);

    execute(
        "UPDATE outbox SET value = (SELECT secrets FROM grants WHERE grant_id = '%s')"
            .formatted(grant.id()));

    assertThat(drain()).isEmpty();
    assertThat(outbox.backlog().aside()).isEqualTo(2);
  }

  @Test
  void what_a_message_holds_cannot_be_moved_to_another_column_row_or_topic() throws SQLException {
    for (var i = 0; i < 4; i++) {
      tell(StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON));
    }
    execute("UPDATE outbox SET headers = value WHERE number = 1");
    execute("UPDATE outbox SET kind = 'DEAD_LETTER' WHERE number = 2");
    execute("CREATE TABLE third AS SELECT * FROM outbox WHERE number = 3");
    execute("UPDATE outbox o JOIN third t SET o.value = t.value WHERE o.number = 4");

    var published = drain();

    assertThat(published).hasSize(5);
    assertThat(outbox.backlog().aside()).isEqualTo(3);
    assertThat(numbersAside()).isEqualTo("1,2,4");
  }

  @Test
  void a_message_that_is_put_back_as_operators_are_told_leaves_byte_by_byte() throws SQLException {
    tell(StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON));
    var first = new ArrayList<OutboxMessage>();
    outbox.drain(
        10,
        messages -> {
          first.addAll(messages);
          return new Settled(2, Map.of(0, "too large", 1, "too large"));
        });

    execute(PUT_BACK);

    assertThat(drain()).usingRecursiveComparison().isEqualTo(first);
  }

  /// The key's id is in the bytes 2 to 5.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 40})
  void a_damaged_grant_is_a_fault_that_tells_nothing_and_stops_no_other(int at)
      throws SQLException {
    var damaged = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);
    var fine = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);
    execute(
        "UPDATE grants SET secrets = %s WHERE grant_id = '%s'"
            .formatted(MySql.damaged("secrets", at), damaged.id()));
    var asGrant = new DueGrant(damaged.id().value(), 1);

    assertThatThrownBy(() -> store.claim(asGrant, NOON, _ -> new Stay("test")))
        .isInstanceOf(DamagedSecretException.class)
        .hasMessage("a secret was changed, or stands where it was not written")
        .hasNoCause()
        .matches(thrown -> !context.getBean(Outages.class).isOutage(thrown));
    assertThat(
            store.claim(
                new DueGrant(fine.id().value(), 1),
                NOON,
                grant -> new Transition(grant, List.of(), "test")))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"value, 2", "value, 4", "value, 40", "record_key, 2", "headers, 3"})
  void a_damaged_message_is_set_aside_and_stops_no_other(String column, int at)
      throws SQLException {
    for (var i = 0; i < 2; i++) {
      tell(StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON));
    }
    execute(
        "UPDATE outbox SET %s = %s WHERE number = 1".formatted(column, MySql.damaged(column, at)));

    assertThat(drain()).hasSize(3);
    assertThat(numbersAside()).isEqualTo("1");
  }

  @Test
  void a_secret_that_names_no_key_is_not_stored() {
    var grant = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);

    assertThatThrownBy(() -> execute("UPDATE grants SET secrets = '{}', secrets_key = NULL"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("grants_secrets_have_a_key");
    assertThat(store.find(grant.id())).contains(grant);
  }

  @Test
  void the_secrets_of_a_grant_that_ends_go_at_once() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON);
    assertThat(query("SELECT secrets IS NULL, secrets_key IS NULL FROM grants")).isEqualTo("0 0");

    store.commit(
        grant,
        new Transition(StoredGrants.in(grant, new GrantState.Expired()), List.of(), "deadline"),
        NOON);

    assertThat(query("SELECT secrets IS NULL, secrets_key IS NULL FROM grants")).isEqualTo("1 1");
  }

  @Test
  void the_key_that_a_row_names_is_the_one_that_encrypted_it() throws SQLException {
    tell(StoredGrants.add(store, StoredGrants.in(secretive.states().getFirst()), NOON));
    var primary = Long.toString(context.getBean(Keyring.class).current().primary());

    assertThat(query("SELECT secrets_key, CONV(HEX(SUBSTR(secrets, 2, 4)), 16, 10) FROM grants"))
        .isEqualTo(primary + " " + primary);
    assertThat(query("SELECT secrets_key, CONV(HEX(SUBSTR(value, 2, 4)), 16, 10) FROM outbox"))
        .isEqualTo(primary + " " + primary);
  }

  private void tell(Grant grant) {
    var told = new Transition(grant, secretive.events(), "told");
    assertThat(store.commit(grant, told, NOON)).isPresent();
  }

  private List<OutboxMessage> drain() {
    var published = new ArrayList<OutboxMessage>();
    var turn =
        outbox.drain(
            100,
            messages -> {
              published.addAll(messages);
              return new Settled(messages.size(), Map.of());
            });
    assertThat(turn).isInstanceOf(Turn.Ours.class);
    assertThat(outbox.backlog().messages()).isZero();
    return published;
  }

  private String numbersAside() throws SQLException {
    return query("SELECT GROUP_CONCAT(number ORDER BY number), '' FROM outbox_set_aside").strip();
  }

  private String query(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1) + " " + rows.getString(2);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
