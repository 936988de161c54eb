package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Retention;
import dev.grantflow.engine.TokenReadLog;
import dev.grantflow.engine.TokenReadLog.TokenRead;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlTokenReadLogTest {

  private static final ClientName SHOP = new ClientName("shop");

  private ApplicationContext context;
  private GrantStore store;
  private TokenReadLog log;

  @BeforeAll
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    log = context.getBean(TokenReadLog.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void keeps_who_read_what_and_when() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);

    log.record(List.of(read(grant, "pay", 2, "ledger"), read(grant, null, null, null)));

    assertThat(rows(grant))
        .containsExactly(
            "shop pay 2 ledger 2026-03-01 12:00:00.123456",
            "shop null null null 2026-03-01 12:00:00.123456");
  }

  @Test
  void a_name_of_any_length_can_be_kept() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);

    log.record(List.of(read(grant, null, 1, "😀".repeat(300))));

    assertThat(rows(grant)).singleElement().asString().contains(" " + "😀".repeat(255) + " ");
  }

  @Test
  void goes_with_its_grant_and_leaves_that_of_others() throws SQLException {
    var ended = StoredGrants.add(store, StoredGrants.in(new GrantState.Expired()), NOON);
    var other = StoredGrants.add(store, StoredGrants.requested(), NOON);
    log.record(List.of(read(ended, null, 1, null), read(other, null, 1, null)));

    context.getBean(Retention.class).purgeGrants(NOON.plusSeconds(1), 100);

    assertThat(rows(ended)).isEmpty();
    assertThat(rows(other)).hasSize(1);
  }

  @Test
  void goes_when_it_is_old_though_its_grant_lives_on() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var retention = context.getBean(Retention.class);
    log.record(List.of(read(grant, null, 1, null), read(grant, null, 2, null)));

    assertThat(retention.purgeTokenReads(NOON, 1).removed()).isZero();
    assertThat(rows(grant)).hasSize(2);
    assertThat(retention.purgeTokenReads(NOON.plusSeconds(1), 1).removed()).isEqualTo(1);
    retention.purgeTokenReads(NOON.plusSeconds(1), 100);
    assertThat(rows(grant)).isEmpty();
  }

  private static TokenRead read(
      Grant grant, @Nullable String label, @Nullable Integer version, @Nullable String reader) {
    return new TokenRead(grant.id(), SHOP, label, version, reader, NOON);
  }

  private List<String> rows(Grant grant) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = MySql.connect(context);
        var statement =
            connection.prepareStatement(
                """
                SELECT CONCAT_WS(' ', client, COALESCE(label, 'null'),
                  COALESCE(token_version, 'null'), COALESCE(reader, 'null'), at)
                FROM token_reads WHERE grant_id = ? ORDER BY number
                """)) {
      statement.setString(1, grant.id().value());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }
}
