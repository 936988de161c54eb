package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LocalServicesTest {

  private final LocalServices services = LocalServices.shared();

  @Test
  void gives_a_schema_in_which_tables_can_be_made_and_read() throws SQLException {
    Database database = services.newDatabase();

    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))");
      statement.execute("INSERT INTO t VALUES (1, 'Grüße')");
      try (ResultSet rows = statement.executeQuery("SELECT name, VERSION() FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("Grüße");
        assertThat(rows.getString(2)).startsWith("8.");
      }
    }
  }

  @Test
  void keeps_the_user_of_one_schema_out_of_another() throws SQLException {
    Database first = services.newDatabase();
    Database second = services.newDatabase();

    try (Connection connection = connect(first);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("USE " + second.user()))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Access denied");
    }
  }

  @Test
  void hides_the_password_of_a_schema_in_logs() {
    Database database = services.newDatabase();

    assertThat(database.toString()).contains(database.user()).doesNotContain(database.password());
  }

  @Test
  void carries_a_record_from_a_producer_to_a_consumer_in_a_group() throws Exception {
    String topic = "t-" + UUID.randomUUID();
    try (Admin admin = Admin.create(client())) {
      admin
          .createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "key", "value")).get(30, TimeUnit.SECONDS);
    }

    assertThat(first(topic).value()).isEqualTo("value");
  }

  @Test
  void makes_no_topic_by_mere_use() {
    try (Admin admin = Admin.create(client())) {
      assertThatThrownBy(
              () ->
                  admin
                      .describeTopics(List.of("t-" + UUID.randomUUID()))
                      .allTopicNames()
                      .get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  private ConsumerRecord<String, String> first(String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            services.bootstrapServers(),
            "group.id",
            topic,
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (System.nanoTime() < end) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
        if (!records.isEmpty()) {
          return records.iterator().next();
        }
      }
      throw new AssertionError("Nothing came out of " + topic);
    }
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", services.bootstrapServers());
  }

  private static Connection connect(Database database) throws SQLException {
    return database.connect();
  }
}
