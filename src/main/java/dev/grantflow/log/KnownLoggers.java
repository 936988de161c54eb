package dev.grantflow.log;

import ch.qos.logback.classic.LoggerContext;
import io.micronaut.logging.LogLevel;
import io.micronaut.management.endpoint.loggers.LoggerConfiguration;
import io.micronaut.management.endpoint.loggers.impl.LogbackLoggingSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logback's loggers, without one being made for each name that somebody asks for: it would stay as
/// long as the process does.
final class KnownLoggers extends LogbackLoggingSystem {

  /// @param configuration where Logback's is found
  KnownLoggers(String configuration) {
    super(configuration);
  }

  /// Of one that nobody logs by yet, what it would have from the nearest above it.
  @Override
  public LoggerConfiguration getLogger(String name) {
    var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    var nearest = name;
    while (loggers.exists(nearest) == null) {
      nearest = above(nearest);
    }
    var known = super.getLogger(nearest);
    return nearest.equals(name)
        ? known
        : new LoggerConfiguration(name, LogLevel.NOT_SPECIFIED, known.effectiveLevel());
  }

  /// By both letters at which Logback divides names.
  private static String above(String name) {
    var end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
    return end < 0 ? Logger.ROOT_LOGGER_NAME : name.substring(0, end);
  }
}
