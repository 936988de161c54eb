package dev.grantflow.trace;

/// What a span is to those around it (OpenTelemetry, Trace API, SpanKind).
public enum Kind {
  /// Takes a message that somebody else sent.
  CONSUMER,
  /// Answers somebody who waits.
  SERVER,
  /// Calls somebody and waits.
  CLIENT,
  /// Sends a message.
  PRODUCER,
  /// None of these.
  INTERNAL
}
