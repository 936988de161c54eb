package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.trace.Cause;
import dev.grantflow.trace.Span;
import dev.grantflow.trace.Traces;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// A message on its way, from when it is sent until it is acknowledged or given up, in the trace
/// that it was written in.
///
/// An event says in `ce_traceparent` which step it tells of, the same however often it is sent; the
/// header `traceparent`, which instrumentation of Kafka reads, says by which sending it came.
record MessageSpan(Span span) implements Callback {

  private static final String TRACEPARENT = "traceparent";

  /// To be called before the record is sent. A dead letter is left byte for byte as it came.
  static MessageSpan begin(Traces traces, Kind kind, ProducerRecord<byte[], byte[]> record) {
    var span =
        traces
            .begin(
                dev.grantflow.trace.Kind.PRODUCER,
                "send " + record.topic(),
                new Cause.Within(Traceparent.of(record.headers())))
            .with("messaging.system", "kafka")
            .with("messaging.operation.name", "send")
            .with("messaging.operation.type", "send")
            .with("messaging.destination.name", record.topic());
    var traceparent = span.traceparent();
    if (kind == Kind.EVENT && traceparent != null) {
      record.headers().remove(TRACEPARENT).add(TRACEPARENT, traceparent.getBytes(UTF_8));
    }
    return new MessageSpan(span);
  }

  @Override
  public void onCompletion(RecordMetadata place, @Nullable Exception refusal) {
    if (refusal == null) {
      span.with("messaging.destination.partition.id", Integer.toString(place.partition()))
          .with("messaging.kafka.offset", place.offset());
    } else {
      span.failed(refusal.getClass().getName());
    }
    span.close();
  }
}
