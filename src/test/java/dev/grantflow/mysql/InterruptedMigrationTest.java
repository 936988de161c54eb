package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever migrates may be killed at any moment. MySQL finishes the change of a table that it was
/// told all the same, and nobody notes that it did.
class InterruptedMigrationTest {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /// From here on a migration that was made and not noted is made again.
  private static final String REPEATABLE = "11";

  private static final Pattern CHANGE = Pattern.compile("\\b(ALTER|CREATE|DROP|RENAME) ");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Database database = LocalServices.shared().newDatabase();

  @Test
  void a_change_that_was_made_and_not_noted_is_taken_as_made() throws SQLException {
    var complete = version();

    try (var context = MySql.start(database, Map.of());
        var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "DELETE FROM flyway_schema_history WHERE CAST(version AS DECIMAL(9, 1)) >= 11"))
          .isGreaterThanOrEqualTo(3);
    }

    assertThat(version()).isEqualTo(complete);
  }

  /// The session of whoever was killed, in which MySQL builds on.
  @Test
  void a_change_that_is_still_at_work_is_waited_for() throws Exception {
    var complete = version();
    try (var migrating = Executors.newVirtualThreadPerTaskExecutor()) {
      var repeated = begin(migrating);

      assertThat(repeated.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(complete);
    }
  }

  private Future<MigrationVersion> begin(ExecutorService migrating) throws SQLException {
    try (var killed =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = killed.createStatement()) {
      statement.execute("DELETE FROM flyway_schema_history WHERE version IN ('12', '13')");
      statement.execute("ALTER TABLE grants DROP KEY grants_by_status");
      statement.execute("DO GET_LOCK(CONCAT('grantflow-', MD5(DATABASE())), -1)");
      var repeated = migrating.submit(() -> version());
      awaitSomebodyWhoWaits(statement);
      statement.execute("ALTER TABLE grants ADD KEY grants_by_status (status, number)");
      return repeated;
    }
  }

  private static void awaitSomebodyWhoWaits(Statement statement) throws SQLException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var rows =
          statement.executeQuery(
              "SELECT 1 FROM information_schema.processlist"
                  + " WHERE db = DATABASE() AND state = 'User lock'")) {
        if (rows.next()) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(end);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private MigrationVersion version() {
    try (var context = MySql.start(database, Map.of())) {
      return context.getBean(Flyway.class).info().current().getVersion();
    }
  }

  static List<Path> migrations() throws IOException {
    try (var files = Files.list(MIGRATIONS)) {
      return files.filter(it -> version(it).isAtLeast(REPEATABLE)).toList();
    }
  }

  private static MigrationVersion version(Path file) {
    return MigrationVersion.fromVersion(
        file.getFileName().toString().replaceFirst("^V(.+?)__.*", "$1").replace('_', '.'));
  }

  /// Of two the first would stand and the second be missing, and neither be noted.
  @ParameterizedTest
  @MethodSource("migrations")
  void a_migration_changes_one_table_once(Path file) throws IOException {
    assertThat(CHANGE.matcher(Files.readString(file)).results()).hasSize(1);
  }
}
