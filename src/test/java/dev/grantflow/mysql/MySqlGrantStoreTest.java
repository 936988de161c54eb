package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.StartKey;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlGrantStoreTest {

  private ApplicationContext context;
  private GrantStore store;
  private Outbox outbox;

  @BeforeAll
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    outbox = context.getBean(Outbox.class);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  static Stream<GrantState> everyState() {
    return StoredGrants.everyState().stream();
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void a_grant_in_any_state_is_read_as_it_was_written(GrantState state) {
    var added = StoredGrants.add(store, StoredGrants.in(state), NOON);

    var read = store.find(added.id());

    assertThat(read).contains(added);
    assertThat(store.find(requireNonNull(added.callback()))).contains(added);
    assertThat(store.find(requireNonNull(requireNonNull(added.callback()).start())))
        .contains(added);
  }

  @Test
  void a_callback_finds_its_grant_whatever_it_began_by() {
    var added = StoredGrants.add(store, StoredGrants.requested(), NOON);

    var key = requireNonNull(added.callback());

    assertThat(store.find(key.unbound())).contains(added);
    assertThat(store.find(new StartKey(key.sha256()))).isEmpty();
  }

  @Test
  void a_transition_is_committed_with_its_event() {
    drain();
    var added = StoredGrants.add(store, StoredGrants.requested(), NOON);

    var stored = store.commit(added, ended(added), NOON);

    assertThat(stored).hasValueSatisfying(grant -> assertThat(grant.version()).isEqualTo(2));
    assertThat(store.find(added.id())).isEqualTo(stored);
    assertThat(drain()).hasSize(1);
  }

  @Test
  void a_grant_may_be_added_with_its_claim_and_only_once() {
    var accepted = StoredGrants.requested();
    var claim = toLeaseEnd(accepted);

    var claimed = store.addClaimed(accepted, claim, NOON);

    assertThat(claimed.after()).isEqualTo(claim.next().atVersion(2));
    assertThat(store.find(accepted.id())).contains(claimed.after());
    assertThat(context.getBean(GrantRecords.class).historyAfter(accepted.id(), 0, 10))
        .extracting(GrantRecords.Entry::cause)
        .containsExactly("accepted", "due");
    assertThatThrownBy(() -> store.addClaimed(accepted, claim, NOON))
        .isInstanceOf(RuntimeException.class);
    assertThat(store.find(accepted.id())).contains(claimed.after());
  }

  @Test
  void a_decision_on_a_grant_that_has_changed_since_writes_nothing() {
    var added = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var changed = store.commit(added, ended(added), NOON);
    drain();

    var late = store.commit(added, ended(added), NOON);

    assertThat(late).isEmpty();
    assertThat(store.find(added.id())).isEqualTo(changed);
    assertThat(drain()).isEmpty();
  }

  @Test
  void a_transaction_that_fails_leaves_no_grant_and_no_event() {
    var grant = StoredGrants.requested();
    drain();

    assertThatThrownBy(
            () ->
                store.atomically(
                    () -> {
                      var added = StoredGrants.add(store, grant, NOON);
                      store.commit(added, ended(added), NOON);
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");

    assertThat(store.find(grant.id())).isEmpty();
    assertThat(drain()).isEmpty();
  }

  @Test
  void two_claimers_take_different_grants_and_neither_waits_for_the_other() throws Exception {
    var due = Stream.generate(StoredGrants::requested).limit(10).toList();
    due.forEach(grant -> StoredGrants.add(store, grant, NOON));
    var holding = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                store.atomically(
                    () -> {
                      var claimed = claim(4);
                      holding.countDown();
                      await(release);
                      return claimed;
                    }));
    await(holding);

    var second = claim(100);
    StoredGrants.add(store, StoredGrants.requested(), NOON);
    release.countDown();

    var byFirst = first.get(10, TimeUnit.SECONDS);
    assertThat(byFirst).hasSize(4);
    assertThat(second).doesNotContainAnyElementsOf(byFirst).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void a_refused_record_keeps_its_key_however_long_that_is() {
    var key = "k".repeat(100_000).getBytes(UTF_8);

    assertThat(deadLetterOf(key, List.of()).key()).isEqualTo(key);
  }

  @Test
  @SuppressWarnings("NullAway") // which does not see in class files that an array may be null
  void a_refused_record_may_have_neither_key_nor_value_nor_anything_in_a_header() {
    var letter = deadLetterOf(null, List.of(new OutboxMessage.Header("empty", null)));

    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(letter.headers()).contains(new OutboxMessage.Header("empty", null));
  }

  @SuppressWarnings("NullAway") // which does not see in class files that an array may be null
  private OutboxMessage deadLetterOf(byte @Nullable [] key, List<OutboxMessage.Header> headers) {
    drain();
    var source = new GrantEvent.Source("grants.commands", 0, 1);
    var problems = List.of(new Problem("record.key", "It is wrong."));
    var invalid = new ReceivedCommand.Reading.Invalid(null, problems);
    var received = new ReceivedCommand(source, key, null, headers, null, invalid);
    var event = new GrantEvent.GrantCommandRejected(null, problems, source);
    store.reject(new RejectedCommand(event, received), NOON);
    return drain().stream()
        .filter(message -> message.kind() == OutboxMessage.Kind.DEAD_LETTER)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_revocation_that_overtook_its_request_is_remembered() {
    var id = StoredGrants.requested().id();

    store.rememberRevocation(id, NOON);
    store.rememberRevocation(id, NOON);

    assertThat(store.rememberedRevocations(List.of(StoredGrants.requested().id(), id)))
        .containsExactly(id);
  }

  @Test
  void a_request_and_its_revocation_that_are_accepted_at_once_see_each_other() throws Exception {
    var grant = StoredGrants.requested();
    var remembered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var revocation =
        CompletableFuture.supplyAsync(
            () ->
                store.atomically(
                    () -> {
                      store.rememberRevocation(grant.id(), NOON);
                      remembered.countDown();
                      await(release);
                      return true;
                    }),
            Thread::startVirtualThread);
    await(remembered);
    var request =
        CompletableFuture.supplyAsync(
            () ->
                store.atomically(
                    () -> {
                      StoredGrants.add(store, grant, NOON);
                      release.countDown();
                      return !store.rememberedRevocations(List.of(grant.id())).isEmpty();
                    }),
            Thread::startVirtualThread);

    assertThat(request).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(revocation).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
  }

  @Test
  void messages_leave_in_the_order_they_were_written_and_stay_when_publishing_fails() {
    drain();
    var added = Stream.generate(StoredGrants::requested).limit(3).map(this::add).toList();
    added.forEach(grant -> store.commit(grant, ended(grant), NOON));
    assertThatThrownBy(
            () ->
                outbox.drain(
                    10,
                    all(
                        _ -> {
                          throw new IllegalStateException("the broker is away");
                        })))
        .hasMessage("the broker is away");

    var published = drain();

    assertThat(published)
        .extracting(message -> new String(message.key(), UTF_8))
        .containsExactlyElementsOf(added.stream().map(grant -> grant.id().value()).toList());
  }

  @Test
  void only_one_relay_publishes_at_a_time() throws Exception {
    var added = add(StoredGrants.requested());
    store.commit(added, ended(added), NOON);
    var publishing = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                outbox.drain(
                    100,
                    all(
                        _ -> {
                          publishing.countDown();
                          await(release);
                        })));
    await(publishing);

    var second = drain();

    release.countDown();
    assertThat(second).isEmpty();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new Outbox.Turn.Ours(1));
    assertThat(drain()).isEmpty();
  }

  private static Function<List<OutboxMessage>, Outbox.Settled> all(
      Consumer<List<OutboxMessage>> publish) {
    return messages -> {
      publish.accept(messages);
      return new Outbox.Settled(messages.size(), Map.of());
    };
  }

  @Test
  void a_claim_and_a_command_that_waits_for_it_do_not_lock_each_other_out() throws Exception {
    var due = add(StoredGrants.in(new GrantState.Requested(0, null, NOON)));
    var waiting = new CompletableFuture<Optional<Grant>>();

    var claimed =
        store.claimDue(
            NOON,
            1_000,
            grant -> {
              if (!grant.id().equals(due.id())) {
                return new Decision.Stay("another test's");
              }
              Thread.startVirtualThread(
                  () ->
                      waiting.completeAsync(
                          () -> store.atomically(() -> store.findLocked(due.id())), Runnable::run));
              awaitLockWait();
              return toLeaseEnd(grant);
            });

    assertThat(claimed).hasSize(1);
    assertThat(waiting.get(10, TimeUnit.SECONDS))
        .hasValueSatisfying(grant -> assertThat(grant.version()).isEqualTo(2));
  }

  private void awaitLockWait() {
    var latest = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (lockWaits() == 0) {
      assertThat(System.nanoTime()).as("nobody waits for the claim").isLessThan(latest);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private int lockWaits() {
    try (var connection = MySql.connect(context);
        var sql = connection.createStatement();
        var count =
            sql.executeQuery(
                "SELECT COUNT(*) FROM information_schema.processlist"
                    + " WHERE info LIKE 'SELECT * FROM grants WHERE grant_id = % FOR UPDATE'")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Grant add(Grant grant) {
    return StoredGrants.add(store, grant, NOON);
  }

  private List<Grant> claim(int max) {
    return store.claimDue(NOON, max, MySqlGrantStoreTest::toLeaseEnd).stream()
        .map(GrantStore.Claimed::before)
        .toList();
  }

  private static Transition toLeaseEnd(Grant grant) {
    return new Transition(
        StoredGrants.in(
            grant, new GrantState.Requesting(1, null, NOON.plus(Duration.ofMinutes(1)))),
        List.of(),
        "due");
  }

  private List<OutboxMessage> drain() {
    var messages = new ArrayList<OutboxMessage>();
    outbox.drain(1_000, all(messages::addAll));
    return messages;
  }

  private static Transition ended(Grant grant) {
    return new Transition(
        StoredGrants.in(grant, new GrantState.Expired()),
        List.of(new GrantEvent.GrantExpired()),
        "deadline");
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came within 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
