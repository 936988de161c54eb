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

  private static Connection connection(ApplicationContext context) throws SQLException {
    return context
        .getBean(DataSourceResolver.class)
        .resolve(context.getBean(DataSource.class))
        .getConnection();
  }
}
