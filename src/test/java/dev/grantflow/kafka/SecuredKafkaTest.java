package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.Obstacles;
import dev.grantflow.PartialContexts;
import dev.grantflow.docs.DocumentedSettings;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.engine.OutboxSignal;
import dev.grantflow.sandbox.services.Authority;
import dev.grantflow.sandbox.services.Eavesdropper;
import dev.grantflow.sandbox.services.SecuredServices;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The package on a real broker that takes TLS and SCRAM only, configured as
/// `docs/configuration.md` says. Whom it does not answer waits beside the others.
@Timeout(180)
class SecuredKafkaTest {

  private final String prefix = "t" + UUID.randomUUID();
  private final RecordingIntake intake = new RecordingIntake();
  private final MemoryOutbox outbox = new MemoryOutbox();

  @SuppressWarnings("NullAway.Init")
  private SecuredServices services;

  @BeforeEach
  void start() {
    Obstacles.skip(SecuredServices.obstacle());
    services = SecuredServices.shared();
  }

  /// What the document says, with an address, a password and a trust file of ours.
  private Map<String, Object> documented(String servers, String password, Authority trusted) {
    return DocumentedSettings.below(
        "Kafka over TLS",
        Map.of(
            "kafka.example:9093",
            servers,
            "password=\"secret\"",
            "password=\"" + password + "\"",
            "/etc/grantflow/kafka-ca.pem",
            trusted.pem().toString()));
  }

  private Map<String, Object> documented() {
    return documented(services.bootstrapServers(), services.kafkaPassword(), services.authority());
  }

  private ApplicationContext service() {
    var properties = new HashMap<>(documented());
    properties.put("kafka.enabled", true);
    properties.put("grantflow.kafka.commands-topic", prefix + ".commands");
    properties.put("grantflow.kafka.events-topic", prefix + ".events");
    properties.put("grantflow.kafka.dead-letter-topic", prefix + ".commands.dead-letter");
    properties.put("grantflow.kafka.partitions", 1);
    properties.put("grantflow.kafka.relay-poll-interval", "200ms");
    return PartialContexts.ending(CommandListener.class, properties)
        .singletons(
            intake,
            outbox,
            new OutboxSignal(),
            InstantSource.system(),
            (Outages) RecordingIntake.Away.class::isInstance)
        .start();
  }

  @Test
  void commands_come_and_events_go_over_tls_after_a_login() throws Exception {
    try (var context = service()) {
      assertThat(context.getBean(Topics.class).ensure()).isEmpty();
      send("{\"grantId\":\"g1\"}");
      assertThat(intake.take(1)).hasSize(1);

      outbox.add(
          List.of(
              new OutboxMessage(
                  Kind.EVENT, "g1".getBytes(UTF_8), "told".getBytes(UTF_8), List.of())));
      context.getBean(OutboxSignal.class).raise();

      assertThat(read()).extracting(it -> new String(it.value(), UTF_8)).containsExactly("told");
    }
  }

  private void send(String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var record =
          new ProducerRecord<byte[], byte[]>(
              prefix + ".commands", 0, (byte[]) null, value.getBytes(UTF_8));
      Records.binary("GrantRevokeRequested").forEach(record.headers()::add);
      producer.send(record).get(30, TimeUnit.SECONDS);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> read() {
    var settings = new HashMap<>(client());
    settings.put("auto.offset.reset", "earliest");
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(prefix + ".events", 0)));
      var deadline = Instant.now().plusSeconds(30);
      while (records.isEmpty() && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private Map<String, Object> client() {
    var settings = new HashMap<>(services.kafkaClient());
    settings.put("bootstrap.servers", services.bootstrapServers());
    return settings;
  }

  /// Asks as the service does, by the documented properties.
  private static void ask(Map<String, Object> documented) throws Exception {
    var settings = new HashMap<String, Object>();
    documented.forEach((name, value) -> settings.put(name.replaceFirst("^kafka\\.", ""), value));
    settings.put("default.api.timeout.ms", 6_000);
    settings.put("request.timeout.ms", 5_000);
    try (var admin = Admin.create(settings)) {
      admin.describeCluster().clusterId().get(20, TimeUnit.SECONDS);
    }
  }

  private int port() {
    return Integer.parseInt(services.bootstrapServers().replaceFirst(".*:", ""));
  }

  @Test
  void whoever_listens_learns_nothing() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port())) {
      ask(
          documented(
              "localhost:" + eavesdropper.port(), services.kafkaPassword(), services.authority()));

      assertThat(eavesdropper.heard())
          .isNotEmpty()
          .doesNotContain(SecuredServices.KAFKA_USER, services.kafkaPassword(), "adminclient");
    }
  }

  @Test
  void a_wrong_password_is_refused() {
    var wrong = documented(services.bootstrapServers(), "wrong", services.authority());

    assertThatThrownBy(() -> ask(wrong))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void a_broker_of_another_authority_is_refused_before_it_hears_who_asks() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port())) {
      var servers = "localhost:" + eavesdropper.port();

      assertThatThrownBy(
              () -> ask(documented(servers, services.kafkaPassword(), services.stranger())))
          .hasCauseInstanceOf(SslAuthenticationException.class);

      assertThat(eavesdropper.heard())
          .isNotEmpty()
          .doesNotContain(SecuredServices.KAFKA_USER, "adminclient");
    }
  }

  @Test
  void a_broker_of_another_name_is_refused_before_it_hears_who_asks() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port())) {
      var servers = "127.0.0.1:" + eavesdropper.port();

      assertThatThrownBy(
              () -> ask(documented(servers, services.kafkaPassword(), services.authority())))
          .hasCauseInstanceOf(SslAuthenticationException.class);

      assertThat(eavesdropper.heard())
          .isNotEmpty()
          .doesNotContain(SecuredServices.KAFKA_USER, "adminclient");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void the_broker_refuses_what_is_not_encrypted() {
    var plain = new HashMap<>(documented());
    plain.put("kafka.security.protocol", "PLAINTEXT");

    assertThatThrownBy(() -> ask(plain)).isInstanceOf(ExecutionException.class);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void the_broker_refuses_who_does_not_log_in() {
    var anonymous = new HashMap<>(documented());
    anonymous.put("kafka.security.protocol", "SSL");

    assertThatThrownBy(() -> ask(anonymous)).isInstanceOf(ExecutionException.class);
  }
}
