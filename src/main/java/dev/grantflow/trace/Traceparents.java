package dev.grantflow.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/// W3C trace context as text, and as OpenTelemetry has it (W3C Trace Context §3.2).
final class Traceparents {

  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  private Traceparents() {}

  /// The invalid context for null and for what is not of the form.
  static SpanContext context(@Nullable String traceparent) {
    return traceparent == null || traceparent.length() < LENGTH
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            traceparent.substring(TRACE_ID, SPAN_ID - 1),
            traceparent.substring(SPAN_ID, FLAGS - 1),
            TraceFlags.fromHex(traceparent, FLAGS),
            TraceState.getDefault());
  }

  static @Nullable String text(SpanContext context) {
    return context.isValid()
        ? "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex())
        : null;
  }
}
