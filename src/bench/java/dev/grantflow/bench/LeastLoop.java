package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The least that a non-interactive grant takes with Kafka's clients, MySQL's driver and the
/// service's own signed call: its command is read, the rows that the promises ask for are written
/// in the transactions that they ask for, the call is made, the event is published. No JSON is read
/// or written, nothing is checked, encrypted, decided, logged or counted, and there is no
/// framework.
///
/// A program of its own; each line that it reads says how many commands lie in the topic for it and
/// how many of them go into a transaction together at the most, and is answered by the CPU
/// milliseconds that it took for them.
final class LeastLoop implements AutoCloseable {

  private static final int READ_AT_ONCE = 500;

  private static final Duration POLL = Duration.ofSeconds(1);

  private final KafkaConsumer<String, byte[]> commands;
  private final KafkaProducer<String, byte[]> events;
  private final SignedCalls calls;
  private final LeastRows rows;
  private final ConsumerRecord<String, byte[]> event;
  private final String eventsTopic;
  private final byte[] headers;

  private LeastLoop(
      KafkaConsumer<String, byte[]> commands,
      KafkaProducer<String, byte[]> events,
      SignedCalls calls,
      LeastRows rows,
      ConsumerRecord<String, byte[]> event) {
    this.commands = commands;
    this.events = events;
    this.calls = calls;
    this.rows = rows;
    this.event = event;
    this.eventsTopic = event.topic();
    this.headers = encrypted(event);
  }

  /// @param topics prefix of topics that a service has used and uses no more
  record Arguments(
      String bootstrapServers,
      String topics,
      String jdbcUrl,
      String user,
      String password,
      String endpoint,
      String client,
      String key) {

    List<String> words() {
      return List.of(bootstrapServers, topics, jdbcUrl, user, password, endpoint, client, key);
    }

    static Arguments of(String... words) {
      return new Arguments(
          words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7]);
    }
  }

  public static void main(String[] words) throws Exception {
    var answers = Child.answersOfThis();
    var arguments = Arguments.of(words);
    var rows = LeastRows.open(arguments.jdbcUrl(), arguments.user(), arguments.password());
    try (var loop =
            new LeastLoop(
                commands(arguments),
                producer(arguments),
                new SignedCalls(
                    URI.create(arguments.endpoint()), arguments.client(), Path.of(arguments.key())),
                rows,
                anEvent(arguments));
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var before = Usage.of(ProcessHandle.current());
        var numbers = line.split(" ", 2);
        loop.run(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        answers.println(Usage.of(ProcessHandle.current()).since(before).cpuMillis());
      }
    }
    System.exit(0);
  }

  private void run(int grants, int together)
      throws SQLException, ExecutionException, InterruptedException {
    for (var done = 0; done < grants; ) {
      var read = new ArrayList<String>();
      commands.poll(POLL).forEach(it -> read.add(it.key()));
      for (var from = 0; from < read.size(); from += together) {
        rows.accept(read.subList(from, Math.min(from + together, read.size())));
        var claimed = rows.claim(together);
        SignedCalls.repeat(claimed.size(), Throughput.CALLS_AT_ONCE, _ -> calls.make());
        rows.end(claimed, event.value(), headers);
        publish(together);
      }
      commands.commitSync();
      done += read.size();
    }
  }

  private void publish(int most) throws SQLException, ExecutionException, InterruptedException {
    var messages = rows.oldestMessages(most);
    var sent =
        messages.stream()
            .map(
                it ->
                    new ProducerRecord<>(eventsTopic, null, it.key(), it.value(), event.headers()))
            .map(events::send)
            .toList();
    for (var acknowledged : sent) {
      acknowledged.get();
    }
    rows.delete(messages);
  }

  /// As long as the service's, and as little of a text.
  private static byte[] encrypted(ConsumerRecord<String, byte[]> event) {
    var length = 32;
    for (var header : event.headers()) {
      length += "{'name':'','value':''},".length() + header.key().length();
      length += (header.value().length + 2) / 3 * 4;
    }
    var bytes = new byte[length];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  private static KafkaConsumer<String, byte[]> commands(Arguments arguments) {
    var consumer = consumer(arguments);
    var partitions =
        consumer.partitionsFor(arguments.topics() + ".commands").stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  /// The last that the service published about a grant.
  private static ConsumerRecord<String, byte[]> anEvent(Arguments arguments) throws IOException {
    try (var consumer = consumer(arguments)) {
      var partitions =
          consumer.partitionsFor(arguments.topics() + ".events").stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (var found : consumer.poll(Duration.ofSeconds(10))) {
        if (new String(found.headers().lastHeader("ce_type").value(), UTF_8)
            .equals("GrantFinalized")) {
          return found;
        }
      }
      throw new IOException("there is no event in " + partitions);
    }
  }

  private static KafkaConsumer<String, byte[]> consumer(Arguments arguments) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            arguments.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "least",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "false",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            READ_AT_ONCE),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static KafkaProducer<String, byte[]> producer(Arguments arguments) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            arguments.bootstrapServers(),
            ProducerConfig.LINGER_MS_CONFIG,
            "0",
            ProducerConfig.ACKS_CONFIG,
            "all"),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  @Override
  public void close() {
    commands.close();
    events.close();
    calls.close();
    rows.close();
  }
}
