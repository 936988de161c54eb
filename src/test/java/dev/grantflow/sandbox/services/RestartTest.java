package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartTest {

  private static final String TOPIC = "kept";

  private LocalServices services;

  @BeforeAll
  void start() {
    services = LocalServices.durable(_ -> {});
    assumeThat(services.mysql()).isPresent();
  }

  @AfterAll
  void close() {
    services.close();
  }

  @Test
  void mysql_keeps_what_was_committed_before_it_was_killed_and_before_it_was_stopped()
      throws Exception {
    RestartableServer mysql = services.mysql().orElseThrow();
    Database database = services.newDatabase();
    run(database, "CREATE TABLE kept (id INT PRIMARY KEY)");

    run(database, "INSERT INTO kept VALUES (1)");
    mysql.kill();
    mysql.start();
    run(database, "INSERT INTO kept VALUES (2)");
    mysql.stop();
    mysql.start();

    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT GROUP_CONCAT(id) FROM kept")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("1,2");
    }
  }

  @Test
  void kafka_keeps_what_it_acknowledged_before_it_was_killed_and_before_it_was_stopped()
      throws Exception {
    RestartableServer kafka = services.kafka().orElseThrow();
    Map<String, Object> client = Map.of("bootstrap.servers", services.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }

    send(client, "before the kill");
    kafka.kill();
    kafka.start();
    send(client, "before the stop");
    kafka.stop();
    kafka.start();

    assertThat(read(client)).containsExactly("before the kill", "before the stop");
  }

  private static void send(Map<String, Object> client, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> read(Map<String, Object> client) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return database.connect();
  }
}
