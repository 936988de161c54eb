package dev.grantflow.log;

import org.jspecify.annotations.Nullable;

/// How lines of the log are written.
public enum LogFormat {
  /// For people.
  TEXT,
  /// For machines: one JSON object a line.
  JSON;

  private static final String PROPERTY = "grantflow.log.format";
  private static final String VARIABLE = "GRANTFLOW_LOG_FORMAT";

  /// What holds before any file of the configuration is read; what cannot be read is text then, and
  /// the start is refused once it can be told.
  static LogFormat atStart() {
    return named(System.getProperty(PROPERTY, System.getenv(VARIABLE)));
  }

  static LogFormat named(@Nullable String name) {
    return "json".equalsIgnoreCase(name) ? JSON : TEXT;
  }
}
