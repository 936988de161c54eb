package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.engine.OutboxSignal;
import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.core.publisher.Flux;

/// The package on a real broker, with the database's side kept in memory. Those that wait for a
/// broker that is not there do so beside the others.
@Timeout(120)
class KafkaFlowTest {

  private static final String REVOKE = "GrantRevokeRequested";

  private final String bootstrap = LocalServices.shared().bootstrapServers();
  private final String prefix = "t" + UUID.randomUUID();
  private final RecordingIntake intake = new RecordingIntake();
  private final MemoryOutbox outbox = new MemoryOutbox();

  @Test
  void commits_what_was_accepted_and_is_not_stopped_by_a_bad_record() throws Exception {
    try (var context = start(Map.of())) {
      awaitReady(context);
      send(List.of(revocation(0), "not json", revocation(2)));
      var taken = intake.take(3);

      assertThat(taken).extracting(it -> it.source().offset()).containsExactly(0L, 1L, 2L);
      assertThat(taken)
          .extracting(it -> it.reading() instanceof Invalid)
          .containsExactly(false, true, false);
      await(() -> committed() == 3);
    }
  }

  @Test
  void repeats_a_batch_that_could_not_be_accepted_and_loses_nothing() throws Exception {
    intake.failuresToCome.set(3);
    try (var context = start(Map.of("grantflow.kafka.batch-size", 3))) {
      awaitReady(context);
      send(IntStream.range(0, 10).mapToObj(KafkaFlowTest::revocation).toList());
      assertThat(intake.failedOnce.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(committed()).isZero();

      assertThat(intake.take(10).stream().map(ReceivedCommand::source))
          .extracting(it -> it.offset())
          .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(it -> (long) it).toList());
      await(() -> committed() == 10);
      assertThat(intake.accepted).isEmpty();
    }
  }

  @Test
  void a_command_that_makes_the_service_fail_does_not_keep_others_from_being_accepted()
      throws Exception {
    intake.guiltyOffset = 2;
    try (var context = start(Map.of())) {
      awaitReady(context);
      send(IntStream.range(0, 5).mapToObj(KafkaFlowTest::revocation).toList());

      var taken = intake.take(5);

      assertThat(taken).extracting(it -> it.source().offset()).containsExactly(0L, 1L, 3L, 4L, 2L);
      assertThat(taken.getLast().reading())
          .isInstanceOfSatisfying(
              Invalid.class,
              it ->
                  assertThat(it.problems())
                      .singleElement()
                      .satisfies(problem -> assertThat(problem.field()).isEqualTo("record"))
                      .satisfies(
                          problem -> assertThat(problem.message()).startsWith("internal_error")));
      assertThat(intake.faults).hasValue(CommandBatch.TRIES_MAX + 1);
      await(() -> committed() == 5);
    }
  }

  @Test
  void ends_within_seconds_while_commands_flow_and_repeats_none_of_them() throws Exception {
    intake.millisecondsPerBatch = 30;
    var context = start(Map.of("grantflow.kafka.batch-size", 2));
    awaitReady(context);
    send(IntStream.range(0, 2000).mapToObj(KafkaFlowTest::revocation).toList());
    intake.take(4);
    var begin = Instant.now();
    context.close();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
    var accepted = 4 + intake.accepted.size();
    assertThat(accepted).isBetween(4, 1000);
    assertThat(committed()).isEqualTo(accepted);
  }

  @Test
  void ends_within_seconds_while_commands_cannot_be_accepted() throws Exception {
    intake.failuresToCome.set(Integer.MAX_VALUE);
    var context = start(Map.of("grantflow.kafka.accept-retry-pause", "5s"));
    awaitReady(context);
    send(List.of(revocation(0)));
    assertThat(intake.failedOnce.await(30, TimeUnit.SECONDS)).isTrue();
    var begin = Instant.now();
    context.close();

    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(4));
    assertThat(committed()).isZero();
  }

  @Test
  void publishes_in_order_per_key_and_once_each() throws Exception {
    outbox.failNext(2);
    try (var context = start(Map.of("grantflow.kafka.relay-batch-size", 7))) {
      awaitReady(context);
      outbox.add(IntStream.range(0, 60).mapToObj(KafkaFlowTest::event).toList());
      context.getBean(OutboxSignal.class).raise();
      var received = read(prefix + ".events", 60);

      var byKey = new HashMap<String, List<Integer>>();
      received.forEach(
          it ->
              byKey
                  .computeIfAbsent(new String(it.key(), UTF_8), _ -> new ArrayList<>())
                  .add(Integer.valueOf(new String(it.value(), UTF_8))));
      assertThat(byKey).hasSize(5);
      assertThat(byKey.values())
          .allSatisfy(it -> assertThat(it).isSorted().doesNotHaveDuplicates().hasSize(12));
      assertThat(received.getFirst().headers().toArray())
          .extracting(it -> it.key() + "=" + new String(it.value(), UTF_8))
          .containsExactly("a=1", "a=2");
      await(() -> outbox.size() == 0);
    }
  }

  @Test
  void a_message_that_its_topic_never_takes_is_set_aside_and_stops_no_other() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      var small = new NewTopic(prefix + ".events", 1, (short) 1);
      admin.createTopics(List.of(small.configs(Map.of("max.message.bytes", "1000")))).all().get();
    }
    var large = new OutboxMessage(Kind.EVENT, "k0".getBytes(UTF_8), new byte[2_000], List.of());
    try (var context = start(Map.of())) {
      awaitReady(context);
      outbox.add(List.of(event(0), large, event(5), event(1)));
      context.getBean(OutboxSignal.class).raise();

      assertThat(read(prefix + ".events", 3))
          .extracting(it -> new String(it.value(), UTF_8))
          .containsSubsequence("0", "5")
          .contains("1");
      await(() -> outbox.size() == 0);
      assertThat(outbox.aside()).containsExactly(large);
    }
  }

  @Test
  void creates_the_topics_with_partitions() throws Exception {
    try (var context = start(Map.of("grantflow.kafka.partitions", 5));
        var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      awaitReady(context);
      for (var name : List.of(".commands", ".events", ".commands.dead-letter")) {
        await(() -> partitions(admin, prefix + name) == 5);
      }
      assertThat(context.getBean(Topics.class).ensure()).isEmpty();
    }
  }

  /// A broker may hear of a topic a little after its creation was confirmed; until then there are
  /// none.
  private static int partitions(Admin admin, String topic) {
    try {
      var described = admin.describeTopics(List.of(topic)).allTopicNames().get();
      return described.values().iterator().next().partitions().size();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void says_which_topic_is_missing_where_it_may_only_look() throws Exception {
    try (var context = start(Map.of("grantflow.kafka.topics", "check"))) {
      assertThat(context.getBean(Topics.class).ensure())
          .hasValueSatisfying(
              it ->
                  assertThat(it)
                      .startsWith(
                          "Topic %s.commands is missing. Create it (partitions: 1), or set"
                              .formatted(prefix)));
      assertThat(health(context)).isEqualTo(HealthStatus.DOWN);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void starts_without_a_broker_and_is_not_ready() throws Exception {
    var begin = Instant.now();
    try (var context = start(Map.of("kafka.bootstrap.servers", "127.0.0.1:1"))) {
      assertThat(context.isRunning()).isTrue();
      assertThat(health(context)).isEqualTo(HealthStatus.DOWN);
    }
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_publisher_without_a_broker_gives_up_in_time() {
    try (var context =
        start(Map.of("kafka.bootstrap.servers", "127.0.0.1:1", "grantflow.kafka.topics", "off"))) {
      var publisher = context.getBean(EventPublisher.class);
      var begin = Instant.now();
      assertThatThrownBy(() -> publisher.publish(List.of(event(0), event(1), event(2))))
          .isNotNull();
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void a_relay_that_has_died_is_not_alive() throws Exception {
    outbox.dieNext();
    try (var context = start(Map.of())) {
      await(() -> health(context.getBean(EventRelay.class)).equals(HealthStatus.DOWN));
    }
  }

  private ApplicationContext start(Map<String, Object> more) {
    var properties = new HashMap<String, Object>();
    properties.put("kafka.enabled", true);
    properties.put("kafka.bootstrap.servers", bootstrap);
    properties.put("grantflow.kafka.commands-topic", prefix + ".commands");
    properties.put("grantflow.kafka.events-topic", prefix + ".events");
    properties.put("grantflow.kafka.dead-letter-topic", prefix + ".commands.dead-letter");
    properties.put("grantflow.kafka.partitions", 1);
    properties.put("grantflow.kafka.accept-retry-pause", "100ms");
    properties.put("grantflow.kafka.relay-poll-interval", "200ms");
    properties.putAll(more);
    var context =
        PartialContexts.ending(CommandListener.class, properties)
            .singletons(
                intake,
                outbox,
                new OutboxSignal(),
                InstantSource.system(),
                (Outages) RecordingIntake.Away.class::isInstance)
            .build();
    // One after the other: contexts that start share what Micronaut has of annotated methods.
    synchronized (KafkaFlowTest.class) {
      return context.start();
    }
  }

  private static HealthStatus health(ApplicationContext context) {
    return health(context.getBean(TopicsAtStart.class));
  }

  private static HealthStatus health(HealthIndicator indicator) {
    return Flux.from(indicator.getResult()).toIterable().iterator().next().getStatus();
  }

  private static void awaitReady(ApplicationContext context) throws InterruptedException {
    await(() -> health(context).equals(HealthStatus.UP));
  }

  private void send(List<String> values) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var acknowledgements = new ArrayList<Future<RecordMetadata>>();
      for (var value : values) {
        var record =
            new ProducerRecord<byte[], byte[]>(
                prefix + ".commands", 0, (byte[]) null, value.getBytes(UTF_8));
        Records.binary(REVOKE).forEach(record.headers()::add);
        acknowledgements.add(producer.send(record));
      }
      producer.flush();
      assertThat(acknowledgements).allSatisfy(it -> assertThat(it.get()).isNotNull());
    }
  }

  private long committed() {
    var partition = new TopicPartition(prefix + ".commands", 0);
    try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      var offsets =
          admin
              .listConsumerGroupOffsets(CommandListener.GROUP)
              .partitionsToOffsetAndMetadata()
              .get();
      var offset = offsets.get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (Exception e) {
      throw new AssertionError("no answer about offsets", e);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      var deadline = Instant.now().plusSeconds(30);
      while (records.size() < count && Instant.now().isBefore(deadline)) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      consumer.poll(Duration.ofMillis(500)).forEach(records::add);
    }
    assertThat(records).hasSize(count);
    return records;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    var deadline = Instant.now().plusSeconds(30);
    var never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static String revocation(int number) {
    return "{\"grantId\":\"g" + number + "\"}";
  }

  private static OutboxMessage event(int number) {
    return new OutboxMessage(
        Kind.EVENT,
        ("k" + number % 5).getBytes(UTF_8),
        Integer.toString(number).getBytes(UTF_8),
        List.of(new Header("a", "1".getBytes(UTF_8)), new Header("a", "2".getBytes(UTF_8))));
  }
}
