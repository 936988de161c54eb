package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Command records as they come from the topic, and the settings they are read with.
@NullMarked
final class Records {

  static final ClientMeters METERS = new ClientMeters(new SimpleMeterRegistry());

  static final KafkaSettings SETTINGS = withCommandBytesMax(4096);
  static final String WALLET = "\"walletAddress\":\"https://wallet.example/alice\"";
  static final String TOKEN =
      "\"access_token\":{\"access\":[{\"type\":\"quote\",\"actions\":[\"read\"]}]}";
  static final String REQUEST = "{\"grantId\":\"g1\"," + WALLET + "," + TOKEN + "}";
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private Records() {}

  static KafkaSettings withCommandBytesMax(int commandBytesMax) {
    return new KafkaSettings(
        KafkaSettings.COMMANDS,
        KafkaSettings.EVENTS,
        KafkaSettings.DEAD_LETTER,
        KafkaSettings.TopicMode.CREATE,
        12,
        null,
        200,
        commandBytesMax,
        8192,
        Duration.ofSeconds(1),
        200,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        URI.create("/grantflow"));
  }

  static Headers binary(String type) {
    var headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", "1");
    add(headers, "ce_source", "/shop");
    add(headers, "ce_type", type);
    return add(headers, "content-type", "application/json");
  }

  static Headers add(Headers headers, String name, String value) {
    return headers.add(name, value.getBytes(UTF_8));
  }

  static Invalid invalid(ReceivedCommand received) {
    assertThat(received.reading()).isInstanceOf(Invalid.class);
    return (Invalid) received.reading();
  }

  static ConsumerRecord<byte[], byte[]> of(String type, String data) {
    return of(binary(type), null, data);
  }

  static ConsumerRecord<byte[], byte[]> of(
      Headers headers, @Nullable String key, @Nullable String value) {
    return new ConsumerRecord<>(
        KafkaSettings.COMMANDS,
        3,
        42,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        headers,
        Optional.empty());
  }
}
