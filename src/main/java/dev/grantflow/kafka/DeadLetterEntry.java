package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.CommandContent;
import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.DeadLetters.Entry;
import dev.grantflow.grant.GrantId;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// What a record of the dead letters says, and the record that it was.
final class DeadLetterEntry {

  /// Those that [DeadLetter] adds.
  private static final Set<String> ADDED =
      Set.of(
          "dlq-reason",
          "dlq-problems",
          "dlq-topic",
          "dlq-partition",
          "dlq-offset",
          "dlq-time",
          "dlq-omitted");

  private static final int TEXT_MAX = 1_000;

  private DeadLetterEntry() {}

  /// Anybody who may write to the topic may have written any headers.
  static Entry of(ConsumerRecord<byte[], byte[]> record) {
    var topic = text(record, "dlq-topic");
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    var name = key == null ? null : new String(key, UTF_8);
    return new Entry(
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        name != null && GrantId.isValid(name) ? name : null,
        type(record),
        reason(record),
        topic == null
            ? null
            : "%s/%s/%s"
                .formatted(topic, text(record, "dlq-partition"), text(record, "dlq-offset")),
        value == null ? 0 : value.length,
        text(record, "dlq-omitted"));
  }

  /// As it came, so that it is read as it was read the first time.
  static ProducerRecord<byte[], byte[]> original(
      ConsumerRecord<byte[], byte[]> letter, String topic) {
    var record = new ProducerRecord<>(topic, letter.key(), letter.value());
    for (var header : letter.headers()) {
      if (!ADDED.contains(header.key())) {
        record.headers().add(header);
      }
    }
    return record;
  }

  private static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
    var type = text(record, "ce_type");
    return type != null && CommandContent.types().contains(type) ? type : null;
  }

  /// Each field and what is wrong with it, without the values that our sentences quote: whoever
  /// sends a secret in the wrong field does not want it here.
  private static @Nullable String reason(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader("dlq-problems");
    byte @Nullable [] json = header == null ? null : header.value();
    var problems = json == null ? null : DataJson.read("dlq-problems", json, new Problems());
    if (problems == null) {
      return null;
    }
    var reason =
        problems
            .valueStream()
            .map(
                it ->
                    "%s: %s"
                        .formatted(
                            it.path("field").asString(""),
                            Texts.withoutQuoted(it.path("message").asString(""))))
            .collect(Collectors.joining(" "));
    return reason.isEmpty() ? null : Texts.cut(reason, TEXT_MAX);
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    byte @Nullable [] value = header == null ? null : header.value();
    return value == null ? null : Texts.cut(new String(value, UTF_8), TEXT_MAX);
  }
}
