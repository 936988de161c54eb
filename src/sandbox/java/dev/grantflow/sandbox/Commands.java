package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes commands as any service would: a plain producer, CloudEvents in binary mode.
public final class Commands implements AutoCloseable {

  public static final String TOPIC = "grants.commands";

  private final KafkaProducer<String, byte[]> producer;
  private final String topic;

  public Commands(String bootstrapServers) {
    this(bootstrapServers, TOPIC);
  }

  public Commands(String bootstrapServers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /// Returns once the broker has it.
  ///
  /// @param type the event's name
  /// @param data the event's data as JSON
  /// @return where it stands
  public RecordMetadata publish(String grantId, String type, String data) {
    var command = new ProducerRecord<>(topic, grantId, data.getBytes(UTF_8));
    header(command, "ce_specversion", "1.0");
    header(command, "ce_id", UUID.randomUUID().toString());
    header(command, "ce_source", "/services/shop");
    header(command, "ce_type", type);
    header(command, "ce_subject", grantId);
    header(command, "content-type", "application/json");
    return send(command);
  }

  /// Sends a record as it is, for those that are wrong on purpose.
  ///
  /// @return where it stands
  public RecordMetadata send(ProducerRecord<String, byte[]> command) {
    try {
      return producer.send(command).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker did not take the command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private static void header(ProducerRecord<?, ?> command, String name, String value) {
    command.headers().add(name, value.getBytes(UTF_8));
  }
}
