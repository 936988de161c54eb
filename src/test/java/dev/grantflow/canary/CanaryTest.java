package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Grants of every kind, all of which hold secrets, while everything is logged at TRACE; then every
/// place that the service writes to is searched for them.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryTest {

  @SuppressWarnings("NullAway.Init")
  private CapturedLog log;

  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @SuppressWarnings("NullAway.Init")
  private Tables tables;

  @SuppressWarnings("NullAway.Init")
  private Places places;

  @SuppressWarnings("NullAway.Init")
  private Set<Canary> secrets;

  @SuppressWarnings("NullAway.Init")
  private Canary control;

  @BeforeAll
  @Timeout(180)
  void play() throws Exception {
    log = CapturedLog.open();
    stage = Stage.set();
    tables = new Tables(stage.database());
    var scenes = new Scenes(stage);
    play(
        List.of(
            scenes::direct,
            scenes::consented,
            scenes::denied,
            scenes::leftAlone,
            scenes::delivered,
            scenes::refused,
            scenes::wider,
            scenes::failing,
            scenes::echoed,
            scenes::misplaced,
            scenes::operated,
            stage.files()::spoil));
    tables.holdOutbox();
    var untold = scenes.untold();
    tables.awaitOutbox(waiting -> waiting >= untold);
    var columns = tables.columns();
    tables.letOutboxGo();
    tables.awaitOutbox(waiting -> waiting == 0);
    secrets = stage.secrets();
    places = Places.of(stage, log, columns);
    control = Canary.of("control", pendingGrant());
  }

  @AfterAll
  void stop() throws IOException, SQLException {
    tables.close();
    stage.close();
    log.close();
  }

  @Test
  void no_secret_is_found_in_what_the_service_says_and_keeps() {
    assertThat(places.hits(secrets)).isEmpty();
    assertThat(log.text() + places.metrics()).doesNotContain(Scenes.SENT, Scenes.GUESSED);
  }

  @Test
  void there_is_much_to_find_and_much_to_search() {
    assertThat(secrets).hasSizeGreaterThan(100);
    assertThat(kinds(secrets))
        .contains(
            "value",
            "continue",
            "finish",
            "nonce",
            "interact_ref",
            "user_code",
            "echo",
            "nonce of echo",
            "fetched",
            "encrypted",
            "start id",
            "bearer",
            "cookie",
            "private key",
            "keyset key",
            "recipient key");
    assertThat(places.sizes())
        .containsKeys(
            "log",
            "traces",
            "/prometheus",
            "/health",
            "/set-aside",
            "/grants",
            "/grants/{grantId}",
            "/pauses",
            "/loggers",
            "/dead-letters?limit=100",
            "HTTP answer v1",
            "HTTP answer start",
            "HTTP answer finish",
            "dead letter",
            "event GrantFailed",
            "grant_history.cause",
            "grants.facts",
            "grants.request",
            "grants.secrets",
            "outbox.value",
            "outbox.headers",
            "token_reads.reader")
        .doesNotContainValue(0L);
    assertThat(log.text())
        .contains(
            " DEBUG ",
            "command rejected",
            "from=",
            "a token was refused",
            "the key's file cannot be used",
            "the keyset in use is kept",
            "the recipient's keys could not be read");
  }

  @Test
  void what_is_said_by_design_and_what_is_no_secret_is_found() {
    assertThat(places.meant(secrets))
        .anyMatch(it -> it.startsWith("event GrantFinalized has value "))
        .anyMatch(it -> it.startsWith("event GrantTokenRotated has value "))
        .anyMatch(it -> it.startsWith("event GrantPending has user_code "))
        .anyMatch(it -> it.startsWith("HTTP answer v1 has user_code "))
        .anyMatch(it -> it.startsWith("HTTP answer start has start id "));
    assertThat(places.hits(Set.of(control)))
        .anyMatch(it -> it.startsWith("log has "))
        .anyMatch(it -> it.startsWith("traces has "))
        .anyMatch(it -> it.startsWith("/grants has "))
        .anyMatch(it -> it.startsWith("/grants/{grantId} has "))
        .anyMatch(it -> it.startsWith("event GrantPending has "))
        .anyMatch(it -> it.startsWith("grants."))
        .anyMatch(it -> it.startsWith("grant_history."));
  }

  @Test
  void no_secret_is_found_in_the_files_of_the_database() throws Exception {
    var folder = tables.folder();
    assumeTrue(
        Files.isReadable(folder.resolve(stage.database().user()).resolve("grants.ibd")),
        "MySQL's files are not this machine's, or not ours to read: " + folder);
    LocalServices.shared().flushMySql();

    var hits = new FileScan(with(control, _ -> true)).hits(folder);

    assertThat(hits).allMatch(hit -> hit.contains(" has control "));
    assertThat(hits)
        .anyMatch(hit -> hit.contains("grants.ibd"))
        .anyMatch(hit -> hit.contains("grant_history.ibd"))
        .anyMatch(hit -> hit.contains("redo"));
  }

  /// Beside what events tell to those who may read them.
  @Test
  void no_other_secret_is_found_in_the_files_of_the_broker() throws Exception {
    var folder = LocalServices.shared().kafkaFolder();
    if (folder.isEmpty()) {
      abort("Kafka's files are out of this JVM's reach");
    }
    var told = List.of("value", "user_code", "code", "start id");

    var hits =
        new FileScan(with(control, it -> told.stream().noneMatch(it::is))).hits(folder.get());

    assertThat(hits).isNotEmpty().allMatch(hit -> hit.contains(" has control "));
  }

  private String pendingGrant() {
    return stage
        .eventRecords()
        .seen(event -> new String(event.value(), UTF_8).contains("/start/"))
        .getFirst()
        .key();
  }

  private Set<Canary> with(Canary control, Predicate<Canary> which) {
    var wanted = new HashSet<>(secrets);
    wanted.removeIf(which.negate());
    wanted.add(control);
    return wanted;
  }

  private static Set<String> kinds(Set<Canary> secrets) {
    return secrets.stream()
        .map(canary -> canary.toString().replaceFirst(" [^ ]+$", ""))
        .collect(Collectors.toSet());
  }

  private static void play(List<Runnable> scenes) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<?> scene : scenes.stream().map(threads::submit).toList()) {
        scene.get();
      }
    }
  }
}
