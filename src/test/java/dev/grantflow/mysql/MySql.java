package dev.grantflow.mysql;

import dev.grantflow.PartialContexts;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/// The package's beans on a schema of their own, without the rest of the service at work.
final class MySql {

  private MySql() {}

  static ApplicationContext start() {
    var database = LocalServices.shared().newDatabase();
    return PartialContexts.of(
            Map.of(
                "datasources.default.url", database.jdbcUrl(),
                "datasources.default.username", database.user(),
                "datasources.default.password", database.password()),
            "dev.grantflow.mysql",
            "dev.grantflow.kafka")
        .start();
  }

  /// Past the service's own code, for what it would never write.
  static Connection connect(ApplicationContext context) throws SQLException {
    return DriverManager.getConnection(
        context.getRequiredProperty("datasources.default.url", String.class),
        context.getRequiredProperty("datasources.default.username", String.class),
        context.getRequiredProperty("datasources.default.password", String.class));
  }
}
