package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.helm.Asked;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The metrics of a service that has had some of everything: a grant that was consented to and
/// revoked, one that needed no consent, one whose server stumbled, and commands that were refused.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsIT {

  /// Longer than the states are counted again, and the oldest due step is looked for.
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final Pattern ROW =
      Pattern.compile("^\\| `(grantflow_\\w+)` \\| (\\w+) \\| (.*?) \\|.*");

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern LIBRARY = Pattern.compile("^\\| `((?!grantflow)\\w+)` \\|.*");

  /// There with their first use, which nothing here makes.
  private static final Set<String> LATER =
      Set.of(
          "grantflow_client_key_failures_total",
          "grantflow_http_refused_total",
          "grantflow_paused",
          "grantflow_recipient_keys_age_seconds",
          "grantflow_retention_purged_total",
          "grantflow_token_reads_total",
          // Told of each partition, up to a minute after it was given to the replica.
          "kafka_consumer_fetch_manager_records_lag");

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private SandboxAuthorizationServer server;
  private GrantflowService grantflow;
  private Commands commands;
  private EventTail events;

  @BeforeAll
  void play() {
    server = SandboxAuthorizationServer.start(Settings.usual());
    var properties = new LinkedHashMap<String, Object>(Platform.configuration(server));
    properties.putAll(topics.properties());
    var port = Platform.freePort();
    properties.put("grantflow.public-uri", "http://localhost:" + port);
    grantflow =
        GrantflowService.start(
            services.newDatabase(), services.bootstrapServers(), port, properties);
    commands = new Commands(services.bootstrapServers(), topics.commands());
    events = new EventTail(services.bootstrapServers(), topics.events(), event -> {});
    consentedAndRevoked();
    withoutConsent("bob");
    withoutConsent("awkward-unavailable-once");
    commands.publish("bad", "GrantRequested", "{\"grantId\": \"bad\"}");
    events.await("bad", "GrantCommandRejected", Platform.PATIENCE);
    commands.publish("none", "GrantRevokeRequested", Samples.revocation("none", "mistake"));
    events.await("none", "GrantCommandRejected", Platform.PATIENCE);
  }

  @AfterAll
  void stop() {
    events.close();
    commands.close();
    grantflow.close();
    server.close();
  }

  private void consentedAndRevoked() {
    var id = Platform.newGrantId();
    var alice = server.walletAddress("alice").toString();
    var request = Samples.outgoingPayment(id, alice, Platform.RETURN_URI);
    commands.publish(id, "GrantRequested", request);
    var pending = events.await(id, "GrantPending", Platform.PATIENCE);
    new UserAgent().approve(URI.create(pending.data().at("/interact/redirect").textValue()));
    events.await(id, "GrantFinalized", Platform.PATIENCE);
    commands.publish(id, "GrantRequested", request);
    commands.publish(id, "GrantRevokeRequested", Samples.revocation(id, "cancelled"));
    events.await(id, "GrantRevoked", Platform.PATIENCE);
  }

  private void withoutConsent(String wallet) {
    var id = Platform.newGrantId();
    commands.publish(
        id, "GrantRequested", Samples.incomingPayment(id, server.walletAddress(wallet).toString()));
    events.await(id, "GrantFinalized", Platform.PATIENCE);
  }

  @Test
  void commands_count_by_type_and_what_became_of_them() {
    var scrape = scrape();

    assertThat(commands(scrape, "GrantRequested", "accepted")).isEqualTo(3);
    assertThat(commands(scrape, "GrantRequested", "unchanged")).isOne();
    assertThat(commands(scrape, "GrantRevokeRequested", "accepted")).isOne();
    assertThat(commands(scrape, "GrantRevokeRequested", "unknown")).isOne();
    assertThat(commands(scrape, "unknown", "invalid")).isOne();
    assertThat(scrape.value("grantflow_dead_letters_total")).isEqualTo(2);
  }

  @Test
  void steps_count_by_kind_outcome_and_server_and_so_do_those_made_again() {
    var host = server.walletAddress("alice").getAuthority();
    var scrape = scrape();

    assertThat(steps(scrape, "request", "interaction_required", host)).isOne();
    assertThat(steps(scrape, "continue", "issued", host)).isOne();
    assertThat(steps(scrape, "cancel", "gone", host)).isOne();
    assertThat(steps(scrape, "request", "issued", host)).isEqualTo(2);
    assertThat(steps(scrape, "request", "not_now", host)).isOne();
    assertThat(scrape.value("grantflow_retries_total", "step", "request")).isOne();
    assertThat(scrape.value("grantflow_step_seconds_bucket", "step", "cancel", "le", "10.0"))
        .isOne();
    assertThat(scrape.value("grantflow_claims_total", "outcome", "due")).isGreaterThanOrEqualTo(6);
  }

  @Test
  void waits_are_told_from_the_request() {
    var scrape = scrape();

    assertThat(scrape.value("grantflow_grant_pending_seconds_count")).isOne();
    assertThat(scrape.value("grantflow_grant_decided_seconds_count", "outcome", "finalized"))
        .isEqualTo(3);
    assertThat(scrape.value("grantflow_grant_decided_seconds_sum")).isPositive();
    assertThat(scrape.value("grantflow_callbacks_total", "outcome", "settled")).isOne();
  }

  @Test
  void grants_are_counted_by_state_and_nothing_waits_to_be_claimed() {
    var scrape =
        awaitScrape(
            it ->
                it.value("grantflow_grants", "state", "FINALIZED") == 2
                    && it.value("grantflow_grants", "state", "REVOKED") == 1
                    && it.value("grantflow_due_lag_seconds") == 0);

    assertThat(scrape.value("grantflow_grants", "state", "PENDING")).isZero();
    assertThat(scrape.value("grantflow_egress_circuits", "state", "open")).isZero();
  }

  @Test
  void browsers_events_and_keys_are_told_of() {
    var scrape = scrape();

    assertThat(scrape.value("grantflow_starts_total", "outcome", "forwarded")).isOne();
    // Pending, finalized and revoked; two that needed no consent; two rejections with their
    // letters.
    assertThat(scrape.value("grantflow_relay_published_total")).isEqualTo(9);
    assertThat(scrape.value("grantflow_relay_active")).isOne();
    assertThat(scrape.value("grantflow_client_key_in_use", "client", "shop")).isOne();
    assertThat(scrape.value("grantflow_client_keys_refused")).isZero();
  }

  @Test
  void the_document_has_every_metric_with_its_type_and_labels() throws IOException {
    var scrape = scrape();
    var told =
        scrape.types().entrySet().stream()
            .filter(it -> it.getKey().startsWith("grantflow_"))
            .filter(it -> !isMost(it.getKey(), scrape))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    it -> it.getValue() + " " + scrape.labels(it),
                    (a, _) -> a,
                    TreeMap::new));

    var documented = documented();
    documented.keySet().removeIf(it -> LATER.contains(it) && !told.containsKey(it));

    assertThat(told).isEqualTo(documented);
  }

  @Test
  void the_metrics_of_libraries_that_are_documented_are_there() throws IOException {
    var documented =
        Files.readAllLines(Path.of("docs/metrics.md")).stream()
            .flatMap(line -> LIBRARY.matcher(line).results())
            .map(it -> it.group(1))
            .filter(it -> !LATER.contains(it))
            .toList();

    assertThat(documented).contains("kafka_consumer_fetch_manager_records_lag_max");
    assertThat(scrape().types()).containsKeys(documented.toArray(String[]::new));
  }

  /// A misspelled value would be an alert that never comes.
  @Test
  void what_alerts_and_the_dashboard_ask_for_is_there() throws IOException {
    var scrape = scrape();
    var inVain = new TreeSet<String>();
    for (var expression : Asked.all()) {
      for (var metric : expression.metrics()) {
        if (!metric.equals("up") && !LATER.contains(metric)) {
          expression
              .matchers(metric)
              .forEach((label, values) -> inVain.addAll(scrape.without(metric, label, values)));
          if (!scrape.has(metric)) {
            inVain.add(metric);
          }
        }
      }
    }

    assertThat(inVain)
        .as("all but what comes with the first callback of its kind")
        .allMatch(it -> it.startsWith("grantflow_callbacks_total{outcome="));
    assertThat(scrape.without("grantflow_egress_circuits", "state", List.of("open", "ajar")))
        .containsExactly("grantflow_egress_circuits{state=\"ajar\"}");
  }

  /// The gauge beside a histogram.
  private static boolean isMost(String name, Scrape scrape) {
    return name.endsWith("_max") && scrape.types().containsKey(name.replaceFirst("_max$", ""));
  }

  private static Map<String, String> documented() throws IOException {
    return Files.readAllLines(Path.of("docs/metrics.md")).stream()
        .flatMap(line -> ROW.matcher(line).results())
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row -> row.group(2) + " " + names(row.group(3)),
                (a, _) -> a,
                TreeMap::new));
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map(it -> it.group(1)).toList();
  }

  private static double commands(Scrape scrape, String type, String outcome) {
    return scrape.value("grantflow_commands_total", "type", type, "outcome", outcome);
  }

  private static double steps(Scrape scrape, String step, String outcome, String server) {
    return scrape.value(
        "grantflow_step_seconds_count", "step", step, "outcome", outcome, "server", server);
  }

  private Scrape scrape() {
    return Scrape.read(Browser.operate(grantflow.managementUri().resolve("/prometheus")).body());
  }

  private Scrape awaitScrape(Predicate<Scrape> wanted) {
    var latest = Instant.now().plus(PATIENCE);
    return Stream.generate(this::scrape)
        .peek(_ -> assertThat(Instant.now()).isBefore(latest))
        .filter(
            it -> {
              LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
              return wanted.test(it);
            })
        .findFirst()
        .orElseThrow();
  }
}
