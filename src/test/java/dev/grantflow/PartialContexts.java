package dev.grantflow;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.inject.BeanConfiguration;
import java.util.Map;
import java.util.stream.Stream;

/// The framework with the beans of one of our packages only, so that a test of that package needs
/// neither a database nor a broker.
public final class PartialContexts {

  private PartialContexts() {}

  /// @param wanted a class in the package whose beans are wanted
  public static ApplicationContextBuilder of(Class<?> wanted, Map<String, Object> properties) {
    return ApplicationContext.builder()
        .enableDefaultPropertySources(false)
        .banner(false)
        .properties(Map.of("kafka.enabled", false))
        .properties(properties)
        .beanConfigurations(
            Stream.of("client", "egress", "engine", "gnap", "kafka", "mysql", "wallet", "web")
                .map(name -> "dev.grantflow." + name)
                .filter(name -> !name.equals(wanted.getPackageName()))
                .map(BeanConfiguration::disabled)
                .toArray(BeanConfiguration[]::new));
  }
}
