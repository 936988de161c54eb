package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.CONTINUATION;
import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.DueGrant;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.engine.Outages;
import dev.grantflow.engine.SetAside;
import dev.grantflow.engine.SetAside.Entry;
import dev.grantflow.engine.SetAside.Verdict;
import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.UpkeepRules;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MySqlSetAsideTest {

  private static final Instant LEASE_END = NOON.plus(Duration.ofMinutes(1));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final GrantLifecycle LIFECYCLE =
      new GrantLifecycle(
          new Backoff(Duration.ofSeconds(1), HOUR), HOUR, new UpkeepRules(0.5, 0.1, HOUR));

  private ApplicationContext context;
  private GrantStore store;
  private SetAside setAside;
  private Outages outages;

  @BeforeEach
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    setAside = context.getBean(SetAside.class);
    outages = context.getBean(Outages.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void the_last_fault_that_is_granted_sets_a_grant_aside_and_it_is_claimed_no_more() {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);

    var verdicts = List.of(count(grant, "one"), count(grant, "two"), count(grant, "three"));

    assertThat(verdicts)
        .containsExactly(Verdict.TRIED_AGAIN, Verdict.TRIED_AGAIN, Verdict.SET_ASIDE);
    assertThat(setAside.list(10))
        .containsExactly(new Entry(grant.id().value(), "REQUESTED", NOON, 3, "three"));
    assertThat(setAside.count(10)).isOne();
    assertThat(claimAt(NOON.plus(HOUR))).isEmpty();
    assertThat(store.find(grant.id())).isPresent();
  }

  @Test
  void one_grant_is_told_by_its_name_while_it_is_set_aside() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var id = grant.id().value();
    count(grant, "one");
    assertThat(setAside.entry(id)).isEmpty();
    count(grant, "two");
    count(grant, "three");
    execute("UPDATE grants SET facts = '[]' WHERE grant_id = '%s'".formatted(id));

    assertThat(setAside.entry(id)).contains(new Entry(id, "REQUESTED", NOON, 3, "three"));

    setAside.release(id, NOON);
    assertThat(setAside.entry(id)).isEmpty();
  }

  @Test
  void a_released_grant_is_due_at_once_and_its_faults_are_forgotten() {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    setAside.count(new DueGrant(grant.id().value(), 1), "fault", 1, NOON, LEASE_END);

    assertThat(setAside.release(grant.id().value(), NOON)).isTrue();

    assertThat(setAside.list(10)).isEmpty();
    assertThat(setAside.release(grant.id().value(), NOON)).isFalse();
    assertThat(store.find(grant.id())).contains(grant);
    assertThat(claimAt(NOON)).extracting(Claimed::before).containsExactly(grant);
    assertThat(count(store.find(grant.id()).orElseThrow(), "again")).isEqualTo(Verdict.TRIED_AGAIN);
  }

  @Test
  void a_lease_that_was_not_over_is_waited_for_after_a_release() {
    var continuing =
        StoredGrants.add(
            store,
            StoredGrants.in(
                new GrantState.Continuing(CONTINUATION, Secret.of("ref"), 1, LEASE_END)),
            NOON);
    setAside.count(new DueGrant(continuing.id().value(), 1), "fault", 1, NOON, LEASE_END);

    setAside.release(continuing.id().value(), NOON);

    assertThat(claimAt(NOON)).isEmpty();
    assertThat(claimAt(LEASE_END)).extracting(Claimed::before).containsExactly(continuing);
  }

  @Test
  void a_revocation_makes_a_grant_that_is_set_aside_due_again() {
    var polling =
        StoredGrants.add(
            store, StoredGrants.in(new GrantState.Polling(CONTINUATION, 0, null, NOON)), NOON);
    setAside.count(new DueGrant(polling.id().value(), 1), "fault", 1, NOON, LEASE_END);
    var read = store.find(polling.id()).orElseThrow();
    assertThat(read).isEqualTo(polling);

    var revoked = LIFECYCLE.decide(read, new Input.Revoke(null), NOON, 0);
    store.commit(read, (Transition) revoked, NOON);

    assertThat(setAside.list(10)).isEmpty();
    assertThat(claimAt(NOON)).extracting(it -> it.before().id()).containsExactly(polling.id());
  }

  @Test
  void a_claim_keeps_the_faults_and_what_it_leads_to_forgets_them() {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    count(grant, "one");
    var claimed = claimAt(LEASE_END).getFirst().after();

    assertThat(count(claimed, "two")).isEqualTo(Verdict.TRIED_AGAIN);
    var answered = LIFECYCLE.decide(claimed, new Input.Revoke(null), NOON, 0);
    var after = store.commit(claimed, (Transition) answered, NOON).orElseThrow();

    assertThat(count(after, "one again")).isEqualTo(Verdict.TRIED_AGAIN);
    assertThat(count(after, "two again")).isEqualTo(Verdict.TRIED_AGAIN);
    assertThat(count(after, "three again")).isEqualTo(Verdict.SET_ASIDE);
  }

  @Test
  void a_fault_of_a_grant_that_has_moved_on_is_not_counted() {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    claimAt(NOON);

    assertThat(count(grant, "late")).isEqualTo(Verdict.NOT_COUNTED);
  }

  @Test
  void a_row_that_cannot_be_read_fails_its_batch_but_is_told_by_name_and_set_aside()
      throws SQLException {
    var damaged = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var fine = StoredGrants.add(store, StoredGrants.requested(), NOON);
    execute("UPDATE grants SET facts = '[]' WHERE grant_id = '%s'".formatted(damaged.id()));

    assertThatThrownBy(() -> claimAt(NOON)).matches(thrown -> !outages.isOutage(thrown));
    var due = store.due(NOON, 10);
    assertThat(due)
        .containsExactlyInAnyOrder(
            new DueGrant(damaged.id().value(), 1), new DueGrant(fine.id().value(), 1));
    assertThat(setAside.count(new DueGrant(damaged.id().value(), 1), "damage", 1, NOON, LEASE_END))
        .isEqualTo(Verdict.SET_ASIDE);
    assertThat(claimAt(NOON)).extracting(Claimed::before).containsExactly(fine);
  }

  @Test
  void a_row_that_cannot_be_written_is_a_fault_and_its_claim_leaves_nothing() throws SQLException {
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    execute(
        "INSERT INTO grant_history (grant_id, version, to_state, cause, at)"
            + " VALUES ('%s', 2, 'REQUESTING', 'in the way', NOW())".formatted(grant.id()));
    var due = new DueGrant(grant.id().value(), 1);

    assertThatThrownBy(() -> store.claim(due, NOON, dueNow(NOON)))
        .matches(thrown -> !outages.isOutage(thrown));

    assertThat(store.find(grant.id())).contains(grant);
  }

  @Test
  void what_time_mends_is_an_outage_and_what_it_does_not_is_a_fault() throws SQLException {
    assertThatThrownBy(() -> execute("DO SLEEP(5) /* cut */", 1)).matches(outages::isOutage);
    assertThat(outages.isOutage(new IllegalStateException("a bug"))).isFalse();
    assertThat(outages.isOutage(new SQLException("too long", "22001"))).isFalse();
    assertThat(outages.isOutage(new IllegalStateException(new SQLException("gone", "08S01"))))
        .isTrue();
    assertThat(outages.isOutage(new SQLException("read only", "HY000", 1290))).isTrue();
  }

  private Verdict count(Grant grant, String fault) {
    return setAside.count(
        new DueGrant(grant.id().value(), grant.version()), fault, 3, NOON, LEASE_END);
  }

  private List<Claimed> claimAt(Instant now) {
    return store.claimDue(now, 10, dueNow(now));
  }

  private static Function<Grant, Decision> dueNow(Instant now) {
    return grant -> LIFECYCLE.decide(grant, new Input.Due(now.plus(HOUR)), now, 0);
  }

  private void execute(String statement) throws SQLException {
    execute(statement, 0);
  }

  private void execute(String statement, int secondsMax) throws SQLException {
    try (var connection = MySql.connect(context);
        var sql = connection.createStatement()) {
      sql.setQueryTimeout(secondsMax);
      sql.execute(statement);
    }
  }
}
