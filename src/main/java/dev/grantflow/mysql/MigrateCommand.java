package dev.grantflow.mysql;

import io.micronaut.context.BeanContext;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/// Brings the schema up to date and ends, for deployments that do so before the first replica of a
/// release starts. Repeatable, and several at once wait for each other.
public final class MigrateCommand {

  /// The word behind the program's name.
  public static final String WORD = "migrate";

  /// Definitions of the service that it needs, and what keeps its password from going out in the
  /// clear.
  public static final List<String> PARTS =
      List.of(
          "dev.grantflow.mysql.$Migration",
          "dev.grantflow.mysql.$DriverSettings$",
          "dev.grantflow.engine.$TransportCheck$",
          "dev.grantflow.engine.$TransportSettings$",
          "dev.grantflow.egress.$SandboxSettings$");

  /// Replicas may be told to leave migrations alone, by the same settings.
  public static final Map<String, Object> SETTINGS =
      Map.of("flyway.datasources.default.enabled", true);

  private MigrateCommand() {}

  /// @param context started, which is when migrations run
  /// @return 0
  public static int run(BeanContext context, PrintStream out) {
    var schema = context.getBean(Flyway.class).info().current();
    out.println("the schema is at version " + schema.getVersion());
    return 0;
  }
}
