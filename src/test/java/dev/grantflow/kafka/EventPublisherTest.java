package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

  private final Sent sent = new Sent();
  private final EventPublisher publisher =
      new EventPublisher(sent, Records.SETTINGS, Records.METERS);

  @Test
  void sends_nothing_of_a_key_behind_a_message_that_failed() throws Exception {
    var messages = List.of(message("a", "1"), message("b", "1"), message("a", "2"));
    var publishing = CompletableFuture.runAsync(() -> publisher.publish(messages));
    assertThat(sent.two.await(10, SECONDS)).isTrue();
    sent.errorNext(new TimeoutException("given up"));
    sent.completeNext();

    assertThatThrownBy(publishing::join).hasRootCauseMessage("given up");
    assertThat(sent.values()).containsExactly("a1", "b1");
  }

  @Test
  void sends_the_next_of_a_key_once_the_one_ahead_is_acknowledged() throws Exception {
    var messages = List.of(message("a", "1"), message("b", "1"), message("a", "2"));
    var publishing = CompletableFuture.runAsync(() -> publisher.publish(messages));
    assertThat(sent.two.await(10, SECONDS)).isTrue();
    assertThat(sent.values()).containsExactly("a1", "b1");
    sent.completeNext();
    sent.completeNext();
    assertThat(sent.three.await(10, SECONDS)).isTrue();
    assertThat(publishing).isNotDone();
    sent.completeNext();

    publishing.get(10, SECONDS);
    assertThat(sent.values()).containsExactly("a1", "b1", "a2");
  }

  @Test
  void gives_up_a_message_that_is_too_large_and_sends_those_behind_it() throws Exception {
    var messages = List.of(message("a", "1"), message("b", "1"), message("a", "2"));
    var publishing = CompletableFuture.supplyAsync(() -> publisher.publish(messages));
    assertThat(sent.two.await(10, SECONDS)).isTrue();
    sent.errorNext(new RecordTooLargeException("1001 bytes"));
    sent.completeNext();
    assertThat(sent.three.await(10, SECONDS)).isTrue();
    sent.completeNext();

    var settled = publishing.get(10, SECONDS);
    assertThat(settled.count()).isEqualTo(3);
    assertThat(settled.unpublishable())
        .isEqualTo(Map.of(0, "org.apache.kafka.common.errors.RecordTooLargeException: 1001 bytes"));
    assertThat(sent.values()).containsExactly("a1", "b1", "a2");
  }

  @Test
  void sends_each_kind_to_its_topic() {
    var sent = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    var letter = new OutboxMessage(Kind.DEAD_LETTER, new byte[] {1}, new byte[] {2}, List.of());
    new EventPublisher(sent, Records.SETTINGS, Records.METERS)
        .publish(List.of(letter, message("a", "1"), letter));
    assertThat(sent.history())
        .extracting(ProducerRecord::topic)
        .containsExactly(
            KafkaSettings.DEAD_LETTER, KafkaSettings.EVENTS, KafkaSettings.DEAD_LETTER);
  }

  private static OutboxMessage message(String key, String value) {
    return new OutboxMessage(Kind.EVENT, key.getBytes(UTF_8), value.getBytes(UTF_8), List.of());
  }

  /// Kafka's own stand-in for a producer; it acknowledges when told to.
  private static final class Sent extends MockProducer<byte[], byte[]> {

    final CountDownLatch two = new CountDownLatch(2);
    final CountDownLatch three = new CountDownLatch(3);

    Sent() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      var acknowledgement = super.send(record, callback);
      two.countDown();
      three.countDown();
      return acknowledgement;
    }

    List<String> values() {
      return history().stream()
          .map(it -> new String(it.key(), UTF_8) + new String(it.value(), UTF_8))
          .toList();
    }
  }
}
