package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The trace that a record belongs to (W3C Trace Context §3.2). One of a wrong form is treated as
/// absent, as that specification demands.
final class Traceparent {

  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private Traceparent() {}

  static @Nullable String valid(@Nullable Object text) {
    return text instanceof String string && FORM.matcher(string).matches() ? string : null;
  }

  /// From CloudEvents' distributed-tracing extension in binary mode, else from the header that
  /// Kafka instrumentation sets.
  static @Nullable String of(Headers headers) {
    var extension = valid(text(headers, "ce_traceparent"));
    return extension != null ? extension : valid(text(headers, "traceparent"));
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
