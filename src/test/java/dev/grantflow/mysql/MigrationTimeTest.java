package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import io.micronaut.jdbc.DataSourceResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A migration of a large table, as a statement that takes its time.
class MigrationTimeTest {

  private static final int SOCKET_TIMEOUT_MILLIS = 2_000;

  private final Database database = LocalServices.shared().newDatabase();

  @Test
  void a_migration_may_take_longer_than_the_pool_waits_for_answers(@TempDir Path folder)
      throws Exception {
    start(Map.of()).close();
    Files.writeString(folder.resolve("V9999__slow.sql"), "SELECT SLEEP(5);\n");

    try (var context =
        start(
            Map.of(
                "flyway.datasources.default.locations",
                "classpath:db/migration,filesystem:" + folder))) {
      var applied = context.getBean(Flyway.class).info().current();

      assertThat(applied.getDescription()).isEqualTo("slow");
      assertThat(applied.getExecutionTime()).isGreaterThan(SOCKET_TIMEOUT_MILLIS);
      assertThatThePoolKeepsItsLimit(context);
    }
  }

  private ApplicationContext start(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("datasources.default.data-source-properties.socketTimeout", SOCKET_TIMEOUT_MILLIS);
    settings.put("datasources.default.maximum-pool-size", 2);
    return MySql.start(database, Map.copyOf(settings));
  }

  /// All of its connections, the one of the migration among them.
  private static void assertThatThePoolKeepsItsLimit(ApplicationContext context)
      throws SQLException {
    var pool = context.getBean(DataSourceResolver.class).resolve(context.getBean(DataSource.class));
    try (var one = pool.getConnection();
        var other = pool.getConnection()) {
      assertThat(one.getNetworkTimeout()).isEqualTo(SOCKET_TIMEOUT_MILLIS);
      assertThat(other.getNetworkTimeout()).isEqualTo(SOCKET_TIMEOUT_MILLIS);
    }
  }
}
