package dev.grantflow.mysql;

import dev.grantflow.PartialContexts;
import dev.grantflow.engine.TokenDeliveries;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/// The package's beans on a schema of their own, without the rest of the service at work.
final class MySql {

  private static final String SESSION_VARIABLES =
      "datasources.default.data-source-properties.sessionVariables";

  private MySql() {}

  static ApplicationContext start() {
    return start(LocalServices.shared().newDatabase(), Map.of());
  }

  /// @param sessionVariables in place of the service's own
  static ApplicationContext start(Database database, String sessionVariables) {
    return start(database, Map.of(SESSION_VARIABLES, sessionVariables));
  }

  static ApplicationContext start(Database database, Map<String, Object> more) {
    return PartialContexts.of(more, "dev.grantflow.mysql", "dev.grantflow.kafka")
        .properties(
            Map.of(
                "datasources.default.url",
                database.jdbcUrl(),
                "datasources.default.username",
                database.user(),
                "datasources.default.password",
                database.password(),
                SandboxKeyset.PROPERTY,
                SandboxKeyset.shared()))
        .properties(more)
        .singletons((TokenDeliveries) _ -> new TokenDelivery.Inline())
        .start();
  }

  /// What a column holds with one bit of it changed, in SQL.
  ///
  /// @param at the place of the byte, from 1
  static String damaged(String column, int at) {
    return "INSERT(%1$s, %2$d, 1, CHAR(ORD(SUBSTR(%1$s, %2$d, 1)) ^ 1))".formatted(column, at);
  }

  /// Past the service's own code, for what it would never write.
  static Connection connect(ApplicationContext context) throws SQLException {
    return DriverManager.getConnection(
        context.getRequiredProperty("datasources.default.url", String.class),
        context.getRequiredProperty("datasources.default.username", String.class),
        context.getRequiredProperty("datasources.default.password", String.class));
  }
}
