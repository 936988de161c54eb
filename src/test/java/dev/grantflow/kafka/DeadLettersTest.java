package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import dev.grantflow.engine.DeadLetters;
import dev.grantflow.engine.DeadLetters.Entry;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Order;
import dev.grantflow.engine.DeadLetters.Replay;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.OutboxSignal;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// On a real broker. Nothing reads the commands: what was sent again is looked at there.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersTest {

  private final String bootstrap = LocalServices.shared().bootstrapServers();
  private final String commands = "t" + UUID.randomUUID();
  private final String letters = commands + ".dead-letter";
  private final String empty = commands + ".empty";

  /// Kafka removes what is old.
  private final Instant begun = Instant.now();

  private ApplicationContext context;
  private DeadLetters deadLetters;

  @BeforeAll
  void start() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap));
        var producer = producer()) {
      admin
          .createTopics(
              Stream.of(commands, letters, empty)
                  .map(topic -> new NewTopic(topic, 2, (short) 1))
                  .toList())
          .all()
          .get(30, TimeUnit.SECONDS);
      for (var i = 0; i < 5; i++) {
        producer.send(letter(i % 2, i)).get();
      }
      producer.send(cut()).get();
    }
    context = context(bootstrap, letters);
    deadLetters = context.getBean(DeadLetters.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  private ApplicationContext context(String servers, String letters) {
    var properties = new HashMap<String, Object>();
    properties.put("kafka.enabled", true);
    properties.put("kafka.bootstrap.servers", servers);
    properties.put("grantflow.kafka.commands-topic", commands);
    properties.put("grantflow.kafka.events-topic", commands + ".events");
    properties.put("grantflow.kafka.dead-letter-topic", letters);
    properties.put("grantflow.kafka.topics", "off");
    return PartialContexts.ending(TopicDeadLetters.class, properties)
        .singletons(
            new RecordingIntake(),
            new MemoryOutbox(),
            new OutboxSignal(),
            InstantSource.system(),
            (Outages) _ -> false)
        .start();
  }

  @Test
  void lists_the_newest_first_of_all_partitions() {
    assertThat(offsets(deadLetters.list(Order.NEWEST, 3)))
        .containsExactly("1/2 null", "0/2 order-4", "1/1 order-3");
    assertThat(offsets(deadLetters.list(Order.NEWEST, 100))).hasSize(6);
  }

  @Test
  void lists_the_oldest_first_and_tells_why_they_are_there() {
    var listed = deadLetters.list(Order.OLDEST, 2);

    assertThat(offsets(listed)).containsExactly("0/0 order-0", "1/0 order-1");
    assertThat(((Listing.Found) listed).entries().getFirst())
        .extracting(Entry::type, Entry::reason, Entry::from, Entry::bytes, Entry::omitted)
        .containsExactly(
            "GrantRequested",
            "client: \"…\" is unknown. interact: Missing. Add it.",
            "grants.commands/3/70",
            9,
            null);
  }

  @Test
  void says_nothing_of_what_others_wrote_beside_a_record() {
    assertThat(((Listing.Found) deadLetters.list(Order.NEWEST, 1)).entries().getFirst())
        .extracting(Entry::type, Entry::reason, Entry::omitted)
        .containsExactly(null, null, "value");
  }

  @Test
  void goes_through_a_partition_from_either_end() {
    assertThat(told(deadLetters.list(0, 0, Order.OLDEST, 2)))
        .isEqualTo("[0/0 order-0, 0/1 order-2] 2");
    assertThat(told(deadLetters.list(0, 2, Order.OLDEST, 2))).isEqualTo("[0/2 order-4] null");
    assertThat(told(deadLetters.list(1, Long.MAX_VALUE, Order.NEWEST, 2)))
        .isEqualTo("[1/2 null, 1/1 order-3] 0");
    assertThat(told(deadLetters.list(1, 0, Order.NEWEST, 2))).isEqualTo("[1/0 order-1] null");
    assertThat(told(deadLetters.list(0, 7, Order.OLDEST, 2))).isEqualTo("[] null");
    assertThat(deadLetters.list(7, 0, Order.OLDEST, 2)).isEqualTo(new Listing.NoPartition());
  }

  @Test
  void sends_what_was_refused_again_with_its_key_and_its_own_headers() {
    assertThat(deadLetters.replay(1, 1)).isInstanceOf(Replay.Sent.class);
    assertThat(deadLetters.replay(1, 1)).isInstanceOf(Replay.Sent.class);

    var sent = sent();
    assertThat(sent)
        .hasSize(2)
        .allSatisfy(
            it ->
                assertThat(it).isEqualTo("order-3 {\"n\": 3}  ce_type=GrantRequested own=a own=b"));
    assertThat(offsets(deadLetters.list(Order.NEWEST, 100))).hasSize(6);
  }

  @Test
  void sends_nothing_that_is_not_there_or_not_whole() {
    assertThat(deadLetters.replay(0, 3)).isEqualTo(new Replay.Unknown());
    assertThat(deadLetters.replay(7, 0)).isEqualTo(new Replay.Unknown());
    assertThat(deadLetters.replay(1, 2))
        .isInstanceOfSatisfying(
            Replay.Incomplete.class, it -> assertThat(it.entry().omitted()).isEqualTo("value"));
  }

  @Test
  void there_are_none_in_an_empty_topic() {
    try (var other = context(bootstrap, empty)) {
      assertThat(other.getBean(DeadLetters.class).list(Order.NEWEST, 10))
          .isEqualTo(new Listing.Found(List.of()));
    }
  }

  @Test
  void says_that_the_brokers_are_away() {
    try (var other = context("127.0.0.1:1", letters);
        var producer = producer()) {
      var settings = other.getBean(KafkaSettings.class);
      var brokers = other.getBean(KafkaDefaultConfiguration.class);
      var topic = new DeadLetterTopic(brokers, settings, Duration.ofSeconds(1));
      var away = new TopicDeadLetters(topic, producer, settings);

      assertThat(away.list(Order.NEWEST, 10)).isInstanceOf(Listing.Away.class);
      assertThat(away.replay(0, 0)).isInstanceOf(Replay.Away.class);
    }
  }

  private static String told(Listing listing) {
    return "%s %s".formatted(offsets(listing), ((Listing.Found) listing).next());
  }

  private static List<String> offsets(Listing listing) {
    return ((Listing.Found) listing)
        .entries().stream()
            .map(it -> "%d/%d %s".formatted(it.partition(), it.offset(), it.grantId()))
            .toList();
  }

  private ProducerRecord<byte[], byte[]> letter(int partition, int number) {
    var record =
        new ProducerRecord<>(
            letters,
            partition,
            begun.plusMillis(number).toEpochMilli(),
            ("order-" + number).getBytes(UTF_8),
            "{\"n\": %d} ".formatted(number).getBytes(UTF_8));
    List.of("ce_type=GrantRequested", "own=a", "own=b", "dlq-reason=client: \"s\" is unknown.")
        .forEach(it -> header(record, it));
    List.of(
            """
            dlq-problems=[{"field": "client", "message": "\\"a\\" b\\" is unknown."},
            {"field": "interact", "message": "Missing. Add it."}]\
            """,
            "dlq-topic=grants.commands",
            "dlq-partition=3",
            "dlq-offset=7" + number)
        .forEach(it -> header(record, it));
    header(record, "dlq-time=2026-03-01T12:00:00Z");
    return record;
  }

  private ProducerRecord<byte[], byte[]> cut() {
    var record =
        new ProducerRecord<byte[], byte[]>(
            letters, 1, begun.plusSeconds(1).toEpochMilli(), null, null);
    header(record, "dlq-omitted=value");
    header(record, "ce_type=a secret");
    header(record, "dlq-reason=a secret");
    header(record, "dlq-problems=a secret");
    return record;
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String header) {
    var parts = header.split("=", 2);
    record.headers().add(parts[0], parts[1].getBytes(UTF_8));
  }

  private List<String> sent() {
    var topic = commands;
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var end = consumer.endOffsets(partitions).values().stream().mapToLong(it -> it).sum();
      return Stream.generate(() -> consumer.poll(Duration.ofMillis(200)))
          .flatMap(records -> StreamSupport.stream(records.spliterator(), false))
          .limit(end)
          .map(
              it ->
                  "%s %s %s"
                      .formatted(
                          new String(it.key(), UTF_8),
                          new String(it.value(), UTF_8),
                          Stream.of(it.headers().toArray())
                              .map(h -> h.key() + "=" + new String(h.value(), UTF_8))
                              .collect(Collectors.joining(" "))))
          .toList();
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
