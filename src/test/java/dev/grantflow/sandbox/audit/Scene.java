package dev.grantflow.sandbox.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.Sandbox;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Real tables, real topics and a real authorization server, written by hand as the service would
/// leave them: one grant that was issued at once (`g1`), one that was approved (`g2`), one that was
/// revoked (`g3`), one whose revocation overtook it (`g4`), and a refused command.
final class Scene implements AfterEachCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static final String BAD = "{\"grantId\": \"bad\"}";

  private static final LocalServices SERVICES = LocalServices.shared();
  private static final Database DATABASE = migrated();

  final Sandbox sandbox = new Sandbox(Duration.ofMillis(500));
  final SentCommands sent = new SentCommands();
  final JsonNode issued;
  final JsonNode continued;
  Quiet quiet = Quiet.always();

  private final String events = "events-" + UUID.randomUUID();
  private final String deadLetters = "dead-letters-" + UUID.randomUUID();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Connection connection;
  private long offset;

  Scene() {
    makeTopics();
    connection = connect();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SERVICES.bootstrapServers(), "linger.ms", "0"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (var table : List.of("grants", "grant_history", "outbox", "early_revocations")) {
      sql("DELETE FROM " + table);
    }
    issued = issuedAtOnce("g1");
    continued = approved("g2");
    revoked("g3");
    overtaken("g4");
    refused();
  }

  Report audit() {
    var log = EventLog.read(SERVICES.bootstrapServers(), events, deadLetters);
    return new Auditor(DATABASE, log, List.of(sandbox.server.books()), sent, quiet).audit();
  }

  /// What the audit says of that invariant.
  Finding finding(Invariant invariant) {
    return audit().findings().stream()
        .filter(finding -> finding.invariant().startsWith(invariant.sentence()))
        .findFirst()
        .orElseThrow();
  }

  void assertRed(Invariant invariant, String what) {
    assertThat(finding(invariant).violations()).anySatisfy(it -> assertThat(it).contains(what));
  }

  URI endpoint(String name) {
    return sandbox.server.grantEndpoint(name);
  }

  Place command(String grantId, String type, String data, Expectation expectation) {
    var where = new Place("commands", 0, offset++);
    sent.announce(grantId, type, data.getBytes(UTF_8), expectation).acknowledged(where);
    return where;
  }

  void requested(String grantId) {
    command(grantId, "GrantRequested", "{}", Expectation.ACCEPTED);
  }

  /// A row and its history, one change a state; `state(cause)`.
  void row(String grantId, String... path) {
    String from = null;
    for (int i = 0; i < path.length; i++) {
      var state = path[i].replaceAll("\\(.*", "");
      var cause = path[i].contains("(") ? path[i].replaceAll(".*\\(|\\)", "") : "due";
      history(grantId, i + 1, from, state, cause);
      from = state;
    }
    sql(
        "INSERT INTO grants (grant_id, version, claim, client, state, due_at, accepted_at,"
            + " expires_at, request, facts, secrets, secrets_key) VALUES ('%s', %d, 0, 'shop', '%s', NULL,"
                .formatted(grantId, path.length, from)
            + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, '{}', '{}', %s)"
                .formatted("FINALIZED".equals(from) ? "'{}', 1" : "NULL, NULL"));
  }

  void history(String grantId, long version, @Nullable String from, String to, String cause) {
    sql(
        "INSERT INTO grant_history (grant_id, version, from_state, to_state, cause, at) VALUES"
            + " ('%s', %d, %s, '%s', '%s', UTC_TIMESTAMP(6))"
                .formatted(grantId, version, from == null ? "NULL" : "'" + from + "'", to, cause));
  }

  void sql(String statement) {
    try (var run = connection.createStatement()) {
      run.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect() {
    try {
      return DATABASE.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void event(String grantId, long version, String type, String more) {
    event(0, grantId, grantId + ":" + version, type, more);
  }

  void event(int partition, String grantId, String id, String type, String more) {
    var data = "{\"grantId\":\"%s\"%s}".formatted(grantId, more.isEmpty() ? "" : "," + more);
    var message =
        new ProducerRecord<>(events, partition, grantId.getBytes(UTF_8), data.getBytes(UTF_8));
    message.headers().add("ce_id", id.getBytes(UTF_8));
    message.headers().add("ce_type", type.getBytes(UTF_8));
    message.headers().add("ce_subject", grantId.getBytes(UTF_8));
    send(message);
  }

  void deadLetter(Place source, String value) {
    var letter = new ProducerRecord<>(deadLetters, 0, "bad".getBytes(UTF_8), value.getBytes(UTF_8));
    letter.headers().add("dlq-reason", "bad".getBytes(UTF_8));
    letter.headers().add("dlq-problems", "[]".getBytes(UTF_8));
    letter.headers().add("dlq-topic", source.topic().getBytes(UTF_8));
    letter.headers().add("dlq-partition", ("" + source.partition()).getBytes(UTF_8));
    letter.headers().add("dlq-offset", ("" + source.offset()).getBytes(UTF_8));
    letter.headers().add("dlq-time", Instant.EPOCH.toString().getBytes(UTF_8));
    send(letter);
  }

  void rejection(Place source) {
    rejection(source, "It is bad.");
  }

  void rejection(Place source, String problem) {
    event(
        0,
        "bad",
        source.toString(),
        "GrantCommandRejected",
        "\"source\":{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d},"
                .formatted(source.topic(), source.partition(), source.offset())
            + "\"problems\":[{\"field\":\"record\",\"message\":\"%s\"}]".formatted(problem));
  }

  static String token(JsonNode answer) {
    return "\"access_token\":{\"value\":\"%s\"}".formatted(Sandbox.tokenValue(answer));
  }

  JsonNode request(String walletName) {
    return Sandbox.json(sandbox.request(endpoint(walletName), sandbox.incoming()));
  }

  private JsonNode issuedAtOnce(String id) {
    requested(id);
    var answer = request("bob." + id);
    row(id, "REQUESTED(accepted)", "REQUESTING", "FINALIZED(issued)");
    event(id, 3, "GrantFinalized", token(answer));
    return answer;
  }

  private JsonNode approved(String id) {
    requested(id);
    var approved = sandbox.approved(endpoint("bob." + id));
    var answer = Sandbox.json(sandbox.proceed(approved.pending(), approved.interactRef()));
    row(
        id,
        "REQUESTED(accepted)",
        "REQUESTING",
        "PENDING(interaction required)",
        "APPROVED(callback)",
        "CONTINUING",
        "FINALIZED(issued)");
    event(id, 3, "GrantPending", "");
    event(id, 6, "GrantFinalized", token(answer));
    return answer;
  }

  private void revoked(String id) {
    requested(id);
    command(id, "GrantRevokeRequested", "{}", Expectation.ACCEPTED);
    var answer = request("bob." + id);
    var gone = sandbox.cancel(answer);
    if (gone.statusCode() != 204) {
      throw new IllegalStateException("not cancelled: " + gone.statusCode());
    }
    row(
        id,
        "REQUESTED(accepted)",
        "REQUESTING",
        "FINALIZED(issued)",
        "REVOKING(revoke)",
        "REVOKING",
        "REVOKED(cancelled)");
    event(id, 3, "GrantFinalized", token(answer));
    event(id, 6, "GrantRevoked", "");
  }

  private void overtaken(String id) {
    command(id, "GrantRequested", "{}", Expectation.NEVER_SENT);
    row(id, "REQUESTED(accepted)", "REVOKED(revoke)");
    event(id, 2, "GrantRevoked", "");
  }

  private void refused() {
    var source = command("bad", "GrantRequested", BAD, Expectation.REJECTED);
    rejection(source);
    deadLetter(source, BAD);
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    try {
      producer.send(message).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeTopics() {
    try (var admin = Admin.create(Map.of("bootstrap.servers", SERVICES.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(events, Optional.of(2), Optional.empty()),
                  new NewTopic(deadLetters, Optional.of(1), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Database migrated() {
    var database = SERVICES.newDatabase();
    var outcome =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .load()
            .migrate();
    if (!outcome.success) {
      throw new IllegalStateException("the tables cannot be made");
    }
    return database;
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    connection.close();
    producer.close();
    sandbox.close();
  }

  /// How many the server has had in hand.
  int continuations() {
    return sandbox.server.books().grants().stream().mapToInt(GrantEntry::continuations).sum();
  }

  /// @param before how many there were
  void awaitContinuationAfter(int before) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (continuations() == before) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no continuation within " + PATIENCE);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
