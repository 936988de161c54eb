package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.GrantState;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What `docs/upgrading.md` has an operator run after a backup was restored, as it stands there.
class RestoredBackupTest {

  private static final Pattern SQL = Pattern.compile("(?s)```sql\\n(.*?)```");
  private static final Pattern IDS = Pattern.compile("sed \"s/\\.\\*/(.*?)/\" gap\\.txt");

  private final ApplicationContext context = MySql.start();

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void grants_of_the_gap_are_held_and_unknown_ones_are_barred() throws Exception {
    add("known", new GrantState.Requested(0, null, NOON));
    add("ended", new GrantState.Expired());
    add("older", new GrantState.Requested(0, null, NOON));

    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      var blocks = blocks();
      run(statement, blocks.getFirst());
      for (var id : List.of("known", "ended", "unknown", "unknown")) {
        assertThat(statement.execute(insert().replace("&", id))).isFalse();
      }
      run(statement, blocks.getLast());

      assertThat(
              ids(
                  statement,
                  "SELECT grant_id FROM grants WHERE due_at IS NULL AND was_due_at IS NOT NULL AND"
                      + " set_aside_at IS NOT NULL"))
          .containsExactly("known");
      assertThat(ids(statement, "SELECT grant_id FROM grants WHERE due_at IS NOT NULL"))
          .containsExactly("older");
      assertThat(ids(statement, "SELECT grant_id FROM early_revocations"))
          .containsExactly("unknown");
    }
  }

  private void add(String id, GrantState state) {
    var grant = StoredGrants.named(id, StoredGrants.in(state));
    assertThat(StoredGrants.add(context.getBean(GrantStore.class), grant, NOON).id().value())
        .isEqualTo(id);
  }

  /// The table, and what is done by it.
  private static List<String> blocks() throws IOException {
    var blocks =
        SQL.matcher(page())
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("gap"))
            .toList();
    assertThat(blocks).hasSize(2);
    return blocks;
  }

  private static String insert() throws IOException {
    var line = IDS.matcher(page());
    assertThat(line.find()).isTrue();
    return line.group(1);
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "upgrading.md"));
  }

  private static void run(Statement statement, String block) throws SQLException {
    for (var sql : block.split(";", -1)) {
      if (!sql.isBlank()) {
        assertThat(statement.execute(sql)).isFalse();
      }
    }
  }

  private static List<String> ids(Statement statement, String query) throws SQLException {
    try (var rows = statement.executeQuery(query)) {
      var ids = new ArrayList<String>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }
}
