package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
