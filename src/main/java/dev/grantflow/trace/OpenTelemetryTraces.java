package dev.grantflow.trace;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.concurrent.TimeUnit;

/// [Traces] that OpenTelemetry samples, batches and sends. What cannot be sent in time is dropped:
/// a collector that is away holds nobody up.
final class OpenTelemetryTraces implements Traces {

  private static final int CLOSE_SECONDS = 2;

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  OpenTelemetryTraces(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.grantflow");
  }

  @Override
  public Span begin(Kind kind, String name, Cause cause) {
    var builder = tracer.spanBuilder(name).setSpanKind(kind(kind));
    switch (cause) {
      case Cause.Within(var traceparent) ->
          builder.setParent(
              Context.root()
                  .with(io.opentelemetry.api.trace.Span.wrap(Traceparents.context(traceparent))));
      case Cause.After(var traceparent) ->
          builder.setNoParent().addLink(Traceparents.context(traceparent));
      case Cause.Here() -> builder.setParent(Context.current());
    }
    return new OpenTelemetrySpan(builder.startSpan());
  }

  @Override
  public Span here() {
    var span = io.opentelemetry.api.trace.Span.current();
    return span.getSpanContext().isValid() ? new OpenTelemetrySpan(span) : OFF.here();
  }

  private static SpanKind kind(Kind kind) {
    return switch (kind) {
      case CONSUMER -> SpanKind.CONSUMER;
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  @Override
  public void close() {
    sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
