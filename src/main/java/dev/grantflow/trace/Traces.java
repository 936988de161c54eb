package dev.grantflow.trace;

/// Where spans begin. Thread-safe.
public interface Traces extends AutoCloseable {

  /// Traces nothing and costs nothing.
  Traces OFF = new Untraced();

  /// @param name from a small set: no ids
  Span begin(Kind kind, String name, Cause cause);

  /// The span that this thread is at; one that traces nothing where there is none. Not to be closed
  /// by who asks.
  Span here();

  /// Sends what was not sent yet, for two seconds at most.
  @Override
  void close();
}
