package dev.grantflow.trace;

import io.opentelemetry.api.trace.StatusCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A span of OpenTelemetry. Of an exception it tells the class only: its text may hold anything.
record OpenTelemetrySpan(io.opentelemetry.api.trace.Span span) implements Span {

  @Override
  public Span with(String key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
    return this;
  }

  @Override
  public Span with(String key, long value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span referringTo(@Nullable String traceparent) {
    span.addLink(Traceparents.context(traceparent));
    return this;
  }

  @Override
  public void failed(String type) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute("error.type", type);
  }

  @Override
  public @Nullable String traceparent() {
    return Traceparents.text(span.getSpanContext());
  }

  @Override
  public <T> T during(Supplier<T> work) {
    try (var _ = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException | Error thrown) {
      failed(thrown.getClass().getName());
      throw thrown;
    }
  }

  @Override
  public void close() {
    span.end();
  }
}
