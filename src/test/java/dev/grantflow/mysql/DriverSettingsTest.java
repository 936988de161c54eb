package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.jdbc.DataSourceResolver;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DriverSettingsTest {

  @Test
  void numbers_and_truth_values_reach_the_driver() throws Exception {
    try (var context = MySql.start();
        var connection =
            context
                .getBean(DataSourceResolver.class)
                .resolve(context.getBean(DataSource.class))
                .getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT @@session.time_zone")) {
      assertThat(connection.getNetworkTimeout()).as("socketTimeout").isEqualTo(60_000);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).as("forceConnectionTimeZoneToSession").isEqualTo("+00:00");
    }
  }
}
