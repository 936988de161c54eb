package dev.grantflow.trace;

import org.jspecify.annotations.Nullable;

/// What a span comes of.
public sealed interface Cause {

  /// Part of a trace that came from outside or was written down.
  ///
  /// @param traceparent W3C trace context of the parent; null begins a trace
  record Within(@Nullable String traceparent) implements Cause {}

  /// So long after its cause that it is a trace of its own, which refers to the other by a link.
  ///
  /// @param traceparent W3C trace context of what is referred to; null refers to nothing
  record After(@Nullable String traceparent) implements Cause {}

  /// Part of what this thread is at.
  record Here() implements Cause {}
}
