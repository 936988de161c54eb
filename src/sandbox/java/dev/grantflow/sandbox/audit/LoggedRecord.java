package dev.grantflow.sandbox.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A record as it stands on a topic.
///
/// @param at its timestamp, by the producer's clock
public record LoggedRecord(
    String topic,
    int partition,
    long offset,
    Instant at,
    byte @Nullable [] key,
    List<Field> headers,
    byte @Nullable [] value) {

  /// A header.
  public record Field(String name, byte @Nullable [] value) {

    String text() {
      return value == null ? "" : new String(value, UTF_8);
    }

    boolean isSame(Field other) {
      return name.equals(other.name) && Arrays.equals(value, other.value);
    }
  }

  static LoggedRecord of(ConsumerRecord<byte[], byte[]> message) {
    return new LoggedRecord(
        message.topic(),
        message.partition(),
        message.offset(),
        Instant.ofEpochMilli(message.timestamp()),
        message.key(),
        Arrays.stream(message.headers().toArray())
            .map(header -> new Field(header.key(), header.value()))
            .toList(),
        message.value());
  }

  /// The last header of that name as text; empty where there is none.
  public String header(String name) {
    return headers.stream()
        .filter(field -> field.name().equals(name))
        .map(Field::text)
        .reduce("", (earlier, later) -> later);
  }

  /// The key as text; null where there is none.
  public @Nullable String keyText() {
    return key == null ? null : new String(key, UTF_8);
  }

  /// @param except the name of a header that may differ
  boolean isCopyOf(LoggedRecord other, String except) {
    return Arrays.equals(key, other.key)
        && Arrays.equals(value, other.value)
        && headers.size() == other.headers.size()
        && headers.stream()
            .filter(field -> !field.name().equals(except))
            .allMatch(field -> other.headers.stream().anyMatch(field::isSame));
  }

  /// Where it stands, not what it says: that may be an access token.
  @Override
  public String toString() {
    return "%s:%d:%d".formatted(topic, partition, offset);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LoggedRecord that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset);
  }
}
