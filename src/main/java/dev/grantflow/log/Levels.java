package dev.grantflow.log;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.management.endpoint.loggers.impl.LogbackLoggingSystem;
import jakarta.inject.Singleton;

/// What the management endpoint of loggers works on: Logback, also where another library for logs
/// lies on the class path, as it does beside the sandbox's broker.
@Factory
final class Levels {

  private static final String CONFIGURATION = "logback.xml";

  @Primary
  @Singleton
  @Replaces(LogbackLoggingSystem.class)
  LogbackLoggingSystem levels() {
    return new KnownLoggers(CONFIGURATION);
  }
}
