package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Retention;
import dev.grantflow.engine.Retention.Batch;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MySqlRetentionTest {

  private static final int ROWS = 20_000;
  private static final int ROWS_IN_A_BATCH = 5_000;
  private static final Instant LATER = NOON.plusSeconds(1);

  private static final String HISTORY =
      """
      INSERT INTO grant_history (grant_id, version, to_state, cause, at)
      WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
      SELECT ?, 1000 + n, 'FINALIZED', 'issued', NOW(6) FROM counted
      """;
  private static final String READS =
      """
      INSERT INTO token_reads (grant_id, client, at)
      WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?)
      SELECT ?, 'shop', NOW(6) FROM counted
      """;

  private final ApplicationContext context = MySql.start();
  private final Retention retention = context.getBean(Retention.class);

  @AfterEach
  void stop() {
    context.close();
  }

  @BeforeEach
  void begin() throws SQLException {
    var grant = end();
    fill(HISTORY, grant);
    fill(READS, grant);
    end();
  }

  private Grant end() {
    return StoredGrants.add(
        context.getBean(GrantStore.class), StoredGrants.in(new GrantState.Expired()), NOON);
  }

  @Test
  void a_grant_with_a_long_history_goes_bit_by_bit_and_keeps_no_other() throws SQLException {
    var removed = 0;
    var batches = 0;
    Batch batch;
    do {
      var before = rowsBeside();
      batch = retention.purgeGrants(LATER, 2);
      removed += batch.removed();
      batches++;
      assertThat(before - rowsBeside()).as("in batch " + batches).isBetween(0, ROWS_IN_A_BATCH);
      assertThat(batches).isLessThan(4 * ROWS / ROWS_IN_A_BATCH);
    } while (batch.isMore());

    assertThat(removed).isEqualTo(2);
    assertThat(rowsBeside()).isZero();
    assertThat(count("grants")).isZero();
  }

  @Test
  void a_grant_stays_until_the_last_of_its_history_is_gone() throws SQLException {
    assertThat(retention.purgeGrants(LATER, 2)).isEqualTo(new Batch(0, true));

    assertThat(count("grants")).isEqualTo(2);
    assertThat(rowsBeside()).isPositive();
  }

  private void fill(String sql, Grant grant) throws SQLException {
    try (var connection = MySql.connect(context);
        var session = connection.createStatement();
        var statement = connection.prepareStatement(sql)) {
      session.execute("SET SESSION cte_max_recursion_depth = " + ROWS);
      statement.setInt(1, ROWS);
      statement.setString(2, grant.id().value());
      assertThat(statement.executeUpdate()).isEqualTo(ROWS);
    }
  }

  private int rowsBeside() throws SQLException {
    return count("grant_history") + count("token_reads");
  }

  private int count(String table) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }
}
