package dev.grantflow.trace;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What there is when nothing is traced: one object that does nothing.
final class Untraced implements Traces, Span {

  @Override
  public Span begin(Kind kind, String name, Cause cause) {
    return this;
  }

  @Override
  public Span here() {
    return this;
  }

  @Override
  public Span with(String key, @Nullable String value) {
    return this;
  }

  @Override
  public Span with(String key, long value) {
    return this;
  }

  @Override
  public Span referringTo(@Nullable String traceparent) {
    return this;
  }

  @Override
  public void failed(String type) {}

  @Override
  public @Nullable String traceparent() {
    return null;
  }

  @Override
  public <T> T during(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void close() {}
}
