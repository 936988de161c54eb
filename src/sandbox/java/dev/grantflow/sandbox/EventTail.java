package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The events of `grants.events` as a service reads them. Safe for use by several threads.
public final class EventTail implements AutoCloseable {

  public static final String TOPIC = "grants.events";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordTail records;

  /// @param observer is told of each event on the reading thread
  public EventTail(String bootstrapServers, Consumer<SeenEvent> observer) {
    this(bootstrapServers, TOPIC, observer);
  }

  /// @param observer is told of each event on the reading thread
  public EventTail(String bootstrapServers, String topic, Consumer<SeenEvent> observer) {
    records = new RecordTail(bootstrapServers, topic, message -> observer.accept(event(message)));
  }

  /// The events of a grant so far, in the order of the topic.
  public List<SeenEvent> of(String grantId) {
    return records.seen(message -> grantId.equals(message.key())).stream()
        .map(EventTail::event)
        .toList();
  }

  /// Waits for a grant's first event of a type.
  ///
  /// @throws IllegalStateException when it does not come in time; says what came instead
  public SeenEvent await(String grantId, String type, Duration timeout) {
    try {
      return event(
          records.await(
              message -> grantId.equals(message.key()) && header(message, "ce_type").equals(type),
              timeout,
              type));
    } catch (IllegalStateException missing) {
      throw new IllegalStateException(
          "%s for %s; only %s".formatted(missing.getMessage(), grantId, of(grantId)), missing);
    }
  }

  /// Why no events are read any more; see [RecordTail#failure].
  public Optional<Throwable> failure() {
    return records.failure();
  }

  @Override
  public void close() {
    records.close();
  }

  private static SeenEvent event(ConsumerRecord<String, byte[]> message) {
    try {
      return new SeenEvent(
          header(message, "ce_id"),
          header(message, "ce_type"),
          header(message, "ce_subject"),
          JSON.readTree(message.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(ConsumerRecord<?, ?> message, String name) {
    var header = message.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
