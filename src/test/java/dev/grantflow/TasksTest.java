package dev.grantflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a deployment runs once, on a real MySQL and a real Kafka.
@Timeout(120)
class TasksTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(Map<String, Object> settings, String... arguments) {
    var out = new PrintStream(said, true, UTF_8);
    return new Tasks(out, settings).run(List.of(arguments)).orElse(-1);
  }

  private String said() {
    return said.toString(UTF_8);
  }

  @Test
  void other_arguments_are_no_task() {
    assertThat(run(Map.of(), "-micronaut.environments=x")).isEqualTo(-1);
    assertThat(run(Map.of())).isEqualTo(-1);
  }

  @Test
  void the_schema_is_migrated_and_nothing_else_is_done() throws SQLException {
    var database = LocalServices.shared().newDatabase();

    var settings = settings(database);
    settings.put("grantflow.clients.shop.token-delivery", "REFERENCE");
    settings.put("grantflow.engine.lease", "of no use, and not used");
    assertThat(run(settings, "migrate")).isZero();
    assertThat(run(settings, "migrate")).isZero();

    assertThat(said()).matches("(the schema is at version \\d+\\R){2}");
    assertThat(
            rows(
                database,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"))
        .contains("grants", "flyway_schema_history");
    // The replica that comes first tells of the keyset, not this.
    assertThat(rows(database, "SELECT 1 FROM encryption_keys")).isEmpty();
  }

  /// Replicas are told to leave migrations alone by the settings that the task has as well.
  private static Map<String, Object> settings(Database database) {
    return new HashMap<>(
        Map.of(
            "datasources.default.url", database.jdbcUrl(),
            "datasources.default.username", database.user(),
            "datasources.default.password", database.password(),
            "flyway.datasources.default.enabled", false));
  }

  private static List<String> rows(Database database, String query) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Test
  void a_database_that_cannot_be_used_is_told_in_a_sentence() {
    var settings = settings(LocalServices.shared().newDatabase());
    settings.put("datasources.default.password", "another");

    assertThat(run(settings, "migrate")).isEqualTo(1);

    assertThat(said())
        .startsWith("the database at datasources.default.url (MYSQL_URL) cannot be used: ")
        .hasLineCount(1)
        .doesNotContain("another");
  }

  @Test
  void nobody_logs_in_over_a_way_that_is_not_protected() {
    var mysql = Map.<String, Object>of("datasources.default.url", "jdbc:mysql://mysql.example/g");
    var kafka = topics("kafka.example:9092", "task");

    assertThat(run(mysql, "migrate")).isEqualTo(1);
    assertThat(run(kafka, "topics")).isEqualTo(1);

    assertThat(said())
        .hasLineCount(2)
        .containsSubsequence(
            "grantflow.transport.plain is false, and the settings reach MySQL",
            "grantflow.transport.plain is false, and the settings reach Kafka");
  }

  @ParameterizedTest
  @CsvSource({
    "grantflow.kafka.partition, 48, 'is no setting; the one like it is grantflow.kafka.partitions'",
    "grantflow.kafka.partitions, 48x, is 48x and must be a whole number",
    "grantflow.egress.host-allowed, x, 'is no setting; the one like it is"
        + " grantflow.egress.hosts-allowed'"
  })
  void settings_that_nobody_reads_as_they_are_meant_are_told(
      String name, String value, String told) {
    var settings = new HashMap<>(topics("127.0.0.1:1", "task"));
    settings.put(name, value);

    assertThat(run(settings, "topics")).isEqualTo(1);

    assertThat(said()).isEqualTo("%s %s%n".formatted(name, told));
  }

  @Test
  void topics_are_made_and_found_again() throws Exception {
    var name = "task-" + UUID.randomUUID();
    var settings = topics(LocalServices.shared().bootstrapServers(), name);

    assertThat(run(settings, "topics")).isZero();
    assertThat(run(settings, "topics")).isZero();

    assertThat(said()).matches("(the topics are there\\R){2}");
    try (var admin =
        Admin.create(Map.of("bootstrap.servers", LocalServices.shared().bootstrapServers()))) {
      var names = List.of(name + ".commands", name + ".events", name + ".dead");
      assertThat(admin.describeTopics(names).allTopicNames().get().values())
          .hasSize(3)
          .allMatch(it -> it.partitions().size() == 3);
      admin.deleteTopics(names).all().get();
    }
  }

  @Test
  void topics_that_nobody_can_make_are_told() {
    assertThat(run(topics("127.0.0.1:1", "task"), "topics")).isEqualTo(1);

    assertThat(said()).contains("Topic task.commands: TimeoutException");
  }

  private static Map<String, Object> topics(String bootstrapServers, String name) {
    return Map.of(
        "kafka.bootstrap.servers",
        bootstrapServers,
        "grantflow.kafka.commands-topic",
        name + ".commands",
        "grantflow.kafka.events-topic",
        name + ".events",
        "grantflow.kafka.dead-letter-topic",
        name + ".dead",
        "grantflow.kafka.topics",
        "CHECK",
        "grantflow.kafka.partitions",
        3);
  }
}
