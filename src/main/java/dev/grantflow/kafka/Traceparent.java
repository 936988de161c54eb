package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.TraceContext;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The trace that a record belongs to (W3C Trace Context §3.2). One of a wrong form is treated as
/// absent, as that specification demands.
final class Traceparent {

  private Traceparent() {}

  /// From CloudEvents' distributed-tracing extension in binary mode, else from the header that
  /// Kafka instrumentation sets.
  static @Nullable String of(Headers headers) {
    var extension = TraceContext.valid(text(headers, "ce_traceparent"));
    return extension != null ? extension : TraceContext.valid(text(headers, "traceparent"));
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
