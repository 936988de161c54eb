package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Publishes commands without waiting for the broker.
final class GrantRequests implements AutoCloseable {

  static final String RETURN_URI = "https://shop.example/thanks";

  private final KafkaProducer<String, byte[]> producer;
  private final String topic;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /// @param linger how long a command may wait for company, which is no time of the service's
  GrantRequests(String bootstrapServers, String topic, Duration linger) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                (int) linger.toMillis(),
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /// For a grant that needs nobody's consent.
  void toReceive(String grantId, StubProcess server) {
    publish(grantId, server, "");
  }

  /// For a grant that has to be consented to.
  void toPay(String grantId, StubProcess server) {
    publish(grantId, server, ",\"interact\":{\"returnUri\":\"%s\"}".formatted(RETURN_URI));
  }

  private void publish(String grantId, StubProcess server, String more) {
    var wallet = server.walletAddress("bob");
    var data =
        """
        {"grantId":"%s","walletAddress":"%s","access_token":{"access":[{"type":"incoming-payment",\
        "actions":["create","read"],"identifier":"%s"}]}%s}\
        """
            .formatted(grantId, wallet, wallet, more);
    var command = new ProducerRecord<>(topic, grantId, data.getBytes(UTF_8));
    header(command, "ce_specversion", "1.0");
    header(command, "ce_id", UUID.randomUUID().toString());
    header(command, "ce_source", "/services/shop");
    header(command, "ce_type", "GrantRequested");
    header(command, "ce_subject", grantId);
    header(command, "content-type", "application/json");
    var _ =
        producer.send(
            command,
            (_, refused) -> {
              if (refused != null) {
                failure.set(refused);
              }
            });
    var refused = failure.get();
    if (refused != null) {
      throw new IllegalStateException("the broker did not take a command", refused);
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
