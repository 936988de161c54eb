package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.telemetry.NoopTelemetryHandler;
import io.micronaut.context.ApplicationContext;
import io.micronaut.jdbc.DataSourceResolver;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DriverSettingsTest {

  @Test
  void numbers_and_truth_values_reach_the_driver() throws Exception {
    try (var context = MySql.start();
        var connection = connection(context);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT @@session.time_zone")) {
      assertThat(connection.getNetworkTimeout()).as("socketTimeout").isEqualTo(60_000);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).as("forceConnectionTimeZoneToSession").isEqualTo("+00:00");
    }
  }

  /// It would ask for a global SDK, which there is none of, and log that.
  @Test
  void the_driver_traces_nothing_of_its_own() throws Exception {
    try (var context = MySql.start();
        var connection = connection(context)) {
      assertThat(connection.unwrap(MysqlConnection.class).getSession().getTelemetryHandler())
          .isInstanceOf(NoopTelemetryHandler.class);
    }
  }

  @Test
  void a_statement_of_any_length_is_prepared_once_for_a_connection() throws Exception {
    var statement = "SELECT '%s'".formatted("x".repeat(1000));

    try (var context = MySql.start();
        var connection = connection(context)) {
      run(connection, statement);
      var prepared = prepared(connection);
      run(connection, statement);

      assertThat(prepared).as("useServerPrepStmts").isPositive();
      assertThat(prepared(connection)).isEqualTo(prepared);
    }
  }

  private static Connection connection(ApplicationContext context) throws SQLException {
    return context
        .getBean(DataSourceResolver.class)
        .resolve(context.getBean(DataSource.class))
        .getConnection();
  }

  private static void run(Connection connection, String statement) throws SQLException {
    try (var prepared = connection.prepareStatement(statement)) {
      assertThat(prepared.execute()).isTrue();
    }
  }

  private static long prepared(Connection connection) throws SQLException {
    try (var asked = connection.createStatement();
        var status = asked.executeQuery("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'")) {
      assertThat(status.next()).isTrue();
      return status.getLong("Value");
    }
  }
}
