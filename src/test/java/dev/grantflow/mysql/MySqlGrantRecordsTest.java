package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.GrantRecords.Query;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.UpkeepRules;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlGrantRecordsTest {

  private static final Query ANY = new Query(null, null, null, null, null, null, null, null, 100);
  private static final URI WALLET = URI.create("https://wallet.example/alice");
  private static final URI ENDPOINT = URI.create("https://as.example/gnap");

  private static final Duration HOUR = Duration.ofHours(1);
  private static final GrantLifecycle LIFECYCLE =
      new GrantLifecycle(
          new Backoff(Duration.ofSeconds(1), HOUR), HOUR, new UpkeepRules(0.5, 0.1, HOUR));
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(MySqlGrantRecords.class);

  private ApplicationContext context;
  private GrantStore store;
  private GrantRecords records;
  private GrantList list;

  @BeforeAll
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    records = context.getBean(GrantRecords.class);
    list = context.getBean(GrantList.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @BeforeEach
  void clear() throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM grants");
      statement.execute("DELETE FROM grant_history");
    }
  }

  static Stream<GrantState> everyState() {
    return StoredGrants.everyState().stream();
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void a_grant_in_any_state_is_listed_under_its_status_and_no_other(GrantState state) {
    var grant = StoredGrants.add(store, StoredGrants.in(state), NOON);

    var found =
        Stream.of(Status.values())
            .filter(status -> !records.list(in(status)).grants().isEmpty())
            .toList();

    assertThat(found).containsExactly(state.status());
    assertThat(records.list(in(state.status())).grants()).containsExactly(grant);
  }

  @Test
  void a_grant_is_told_with_the_latest_of_its_history_in_order() {
    var added = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var first = change(added, NOON.plusSeconds(1));
    var second = change(first, NOON.plusSeconds(2));

    assertThat(records.find(added.id(), 2))
        .contains(
            new GrantRecords.Story(
                second,
                List.of(
                    new Entry(2, "REQUESTED", "EXPIRED", "test", NOON.plusSeconds(1)),
                    new Entry(3, "EXPIRED", "EXPIRED", "test", NOON.plusSeconds(2)))));
    assertThat(records.historyAfter(added.id(), 0, 1))
        .containsExactly(new Entry(1, null, "REQUESTED", "accepted", NOON));
    assertThat(records.historyAfter(added.id(), 2, 9))
        .extracting(Entry::version)
        .containsExactly(3L);
    assertThat(records.version(added.id())).hasValue(3);
  }

  @Test
  void an_unknown_grant_is_not_there() {
    var unknown = new GrantId("unknown");

    assertThat(records.find(unknown, 1)).isEmpty();
    assertThat(records.version(unknown)).isEmpty();
    assertThat(records.client(unknown)).isEmpty();
    assertThat(records.historyAfter(unknown, 0, 1)).isEmpty();
  }

  @Test
  void pages_hold_every_grant_once_the_newest_first_also_those_of_the_same_moment() {
    var added =
        IntStream.range(0, 10)
            .mapToObj(i -> StoredGrants.add(store, accepted(NOON.plusSeconds(i / 3)), NOON))
            .toList();

    var listed = new ArrayList<Grant>();
    var page = records.list(page(null, 3));
    listed.addAll(page.grants());
    while (page.next() != null) {
      page = records.list(page(page.next(), 3));
      listed.addAll(page.grants());
    }

    assertThat(listed).isEqualTo(added.reversed());
  }

  @Test
  void a_page_looks_at_so_many_and_the_next_goes_on_behind_them() {
    var wanted = StoredGrants.add(store, of("shop", WALLET, NOON), NOON);
    IntStream.range(1, 5).forEach(i -> StoredGrants.add(store, of("shop", ENDPOINT, NOON), NOON));
    var query = new Query(null, null, null, WALLET.toString(), null, null, null, null, 10);

    var end = store.atomically(() -> list.end(query, 4)).orElseThrow();
    var rest = new Query(null, null, null, WALLET.toString(), null, null, null, end, 10);

    assertThat(store.atomically(() -> list.rows(query, end))).isEmpty();
    assertThat(store.atomically(() -> list.end(rest, 4))).isEmpty();
    assertThat(store.atomically(() -> list.rows(rest, null)))
        .extracting(GrantRow::grantId)
        .containsExactly(wanted.id().value());
  }

  static Stream<String> damages() {
    return Stream.of(
        "secrets = " + MySql.damaged("secrets", 20),
        "secrets = UNHEX('0100000007'), secrets_key = 7",
        "secrets_key = 7",
        "facts = '[]'",
        "facts = '{\"attempts\":\"many\"}'",
        "request = '{}'",
        "state = 'UNHEARD_OF'",
        "due_at = NULL",
        "grant_endpoint = 'no uri'");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void a_grant_that_cannot_be_read_hides_no_other_and_no_later_page(String damage)
      throws SQLException {
    var fine = StoredGrants.add(store, accepted(NOON), NOON);
    var damaged = StoredGrants.add(store, accepted(NOON.plusSeconds(1)), NOON);
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE grants SET %s WHERE grant_id = '%s'".formatted(damage, damaged.id()));
    }
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    LOG.addAppender(logged);
    try {
      assertThat(records.list(ANY).grants()).containsExactly(fine);
    } finally {
      LOG.detachAppender(logged);
    }

    assertThat(logged.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getKeyValuePairs())
                  .contains(new KeyValuePair(LogKeys.GRANT_ID, damaged.id().value()));
            });
    var first = records.list(page(null, 1));
    assertThat(first.grants()).isEmpty();
    assertThat(records.list(page(first.next(), 1)).grants()).containsExactly(fine);
  }

  @Test
  void a_grant_by_wallet_address_is_found_by_the_server_that_would_not_answer_now() {
    var wallet = new Server.OfWalletAddress(WALLET);
    var requesting = new GrantState.Requesting(1, null, NOON.plusSeconds(60));
    var claimed =
        StoredGrants.add(
            store,
            StoredGrants.in(with(new ClientName("shop"), wallet, NOON, null), requesting),
            NOON);
    assertThat(grants(null, "as.example", null, null, null, null)).isEmpty();
    var busy = new Answer.NotNow(new GrantError("server_busy", "Later.", 503), null);

    var answered = LIFECYCLE.decide(claimed.askedOf(ENDPOINT), new Input.Answered(busy), NOON, 0.5);
    var waiting = store.commit(claimed, (Transition) answered, NOON).orElseThrow();

    assertThat(waiting.state().status()).isEqualTo(Status.REQUESTED);
    assertThat(grants(null, "as.example", null, null, null, null)).containsExactly(waiting);
    assertThat(grants(null, ENDPOINT.toString(), null, null, null, null)).containsExactly(waiting);
  }

  @Test
  void whose_grant_it_is_is_told_without_decrypting_it() throws SQLException {
    var damaged = StoredGrants.add(store, accepted(NOON), NOON);
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(
          "UPDATE grants SET secrets = %s WHERE grant_id = '%s'"
              .formatted(MySql.damaged("secrets", 20), damaged.id()));
    }

    assertThat(records.client(damaged.id())).contains(damaged.client());
  }

  @Test
  void a_filter_finds_what_fits_and_nothing_else() {
    var grant = StoredGrants.add(store, of("shop", WALLET, NOON), NOON);
    var other =
        StoredGrants.add(
            store,
            with(
                new ClientName("bank"),
                new Server.GrantEndpoint(URI.create("https://other.example:8443/gnap?a=b")),
                NOON.plusSeconds(60),
                null),
            NOON);

    assertThat(grants(null, null, null, null, null, null)).containsExactly(other, grant);
    assertThat(grants("shop", null, null, null, null, null)).containsExactly(grant);
    assertThat(grants("SHOP", null, null, null, null, null)).isEmpty();
    assertThat(grants(null, "as.example", null, null, null, null)).containsExactly(grant);
    assertThat(grants(null, ENDPOINT.toString(), null, null, null, null)).containsExactly(grant);
    assertThat(grants(null, "other.example:8443", null, null, null, null)).containsExactly(other);
    assertThat(grants(null, "example", null, null, null, null)).isEmpty();
    assertThat(grants(null, null, WALLET.toString(), null, null, null)).containsExactly(grant);
    assertThat(grants(null, null, null, "https://wallet.example/subject\"%", null, null))
        .containsExactly(other, grant);
    assertThat(grants(null, null, null, "https://wallet.example/subject", null, null)).isEmpty();
    assertThat(grants(null, null, null, null, NOON.plusSeconds(60), null)).containsExactly(other);
    assertThat(grants(null, null, null, null, null, NOON.plusSeconds(60))).containsExactly(grant);
    assertThat(grants("bank", "other.example:8443", null, null, NOON, NOON.plusSeconds(61)))
        .containsExactly(other);
  }

  @Test
  void each_list_goes_down_one_index_range_and_sorts_nothing() {
    IntStream.range(0, 50)
        .forEach(i -> StoredGrants.add(store, accepted(NOON.plusSeconds(i)), NOON));
    var after = new Place(NOON.plusSeconds(40), 1_000_000);
    var end = new Place(NOON.plusSeconds(3), 1);

    var ofAll = new Query(null, null, null, null, null, NOON, null, after, 9);
    var ofOne = new Query(null, "shop", null, null, null, NOON, null, after, 9);

    var all = store.atomically(() -> list.explain(ofAll, end));
    var one = store.atomically(() -> list.explain(ofOne, end));

    assertThat(all)
        .contains("Index range scan on grants using grants_by_accepted_at", "(reverse)")
        .doesNotContain("Sort", "Table scan");
    assertThat(one)
        .contains("Index range scan on grants using grants_by_client", "(reverse)")
        .doesNotContain("Sort", "Table scan");
  }

  private Grant change(Grant grant, Instant at) {
    var next = StoredGrants.in(grant, new GrantState.Expired());
    return store.commit(grant, new Transition(next, List.of(), "test"), at).orElseThrow();
  }

  private List<Grant> grants(
      @Nullable String client,
      @Nullable String server,
      @Nullable String wallet,
      @Nullable String subject,
      @Nullable Instant from,
      @Nullable Instant to) {
    Page page = records.list(new Query(null, client, server, wallet, subject, from, to, null, 100));
    assertThat(page.next()).isNull();
    return page.grants();
  }

  private static Query in(Status status) {
    return new Query(status, ANY.client(), ANY.server(), null, null, null, null, null, ANY.max());
  }

  private static Query page(@Nullable Place after, int max) {
    return new Query(null, null, null, null, null, null, null, after, max);
  }

  private static Grant accepted(Instant at) {
    return with(new ClientName("shop"), new Server.OfWalletAddress(WALLET), at, ENDPOINT);
  }

  private static Grant of(String client, URI wallet, Instant at) {
    return with(new ClientName(client), new Server.OfWalletAddress(wallet), at, ENDPOINT);
  }

  private static Grant with(ClientName client, Server server, Instant at, @Nullable URI endpoint) {
    var id = new GrantId(UUID.randomUUID().toString());
    var wanted =
        new GrantRequested.Wanted(
            null,
            new Json(
                """
                {"sub_ids":[{"format":"uri","id":"https://wallet.example/subject\\"%"}]}\
                """));
    var request = new GrantRequested(id, client, server, wanted, null, null, null);
    return new Grant(
        id,
        client,
        request,
        new GrantState.Requested(0, null, at),
        at,
        at.plus(Duration.ofMinutes(15)),
        endpoint,
        null,
        0,
        0,
        null);
  }
}
