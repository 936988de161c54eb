package dev.grantflow.trace;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A piece of work that is being traced, until it is closed. To be used by one thread at a time.
///
/// What is written here leaves for a collector and is read by many: no secret, no path or query of
/// a URI, no text that somebody else chose freely.
public interface Span extends AutoCloseable {

  /// @param value null leaves it out
  Span with(String key, @Nullable String value);

  Span with(String key, long value);

  /// Refers to another span, of whatever trace.
  ///
  /// @param traceparent null refers to nothing
  Span referringTo(@Nullable String traceparent);

  /// Marks it as failed.
  ///
  /// @param type from a small set of names, such as that of a class
  void failed(String type);

  /// W3C trace context by which others go on; null where nothing is traced.
  @Nullable String traceparent();

  /// Works as part of it: spans that begin [Cause.Here] are its children. What is thrown marks it
  /// as failed and goes on. Does not close it.
  <T> T during(Supplier<T> work);

  /// As [#during], for work that brings nothing.
  default void run(Runnable work) {
    during(
        () -> {
          work.run();
          return this;
        });
  }

  /// Repeatable.
  @Override
  void close();
}
