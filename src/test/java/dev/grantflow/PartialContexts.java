package dev.grantflow;

import dev.grantflow.shutdown.Shutdown;
import dev.grantflow.trace.Traces;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import java.util.Map;
import java.util.stream.Stream;

/// The framework with the beans of some of our packages only, so that a test of that package needs
/// neither a database nor a broker.
public final class PartialContexts {

  /// Off, and needed by most.
  private static final String TRACES = Traces.class.getPackageName();

  private PartialContexts() {}

  /// Without `application.yml`.
  ///
  /// @param wanted a class in the package whose beans are wanted
  public static ApplicationContextBuilder of(Class<?> wanted, Map<String, Object> properties) {
    return of(properties, wanted.getPackageName()).enableDefaultPropertySources(false);
  }

  /// Without `application.yml`, and with the order in which the service ends.
  public static ApplicationContextBuilder ending(Class<?> wanted, Map<String, Object> properties) {
    return of(properties, wanted.getPackageName(), Shutdown.class.getPackageName())
        .enableDefaultPropertySources(false);
  }

  /// With `application.yml`.
  ///
  /// @param wanted the packages whose beans are wanted
  public static ApplicationContextBuilder of(Map<String, Object> properties, String... wanted) {
    return ApplicationContext.builder()
        .banner(false)
        .properties(Map.of("kafka.enabled", false))
        .properties(properties)
        .beanConfigurations(
            new PartOfTheService(
                Stream.concat(Stream.of(wanted), Stream.of(TRACES))
                    .map(name -> name + ".")
                    .toList()));
  }
}
