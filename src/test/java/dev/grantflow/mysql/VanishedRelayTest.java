package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.engine.Outbox.Turn;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantState;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A machine that vanishes says nothing to MySQL, not even that its connections end.
@Timeout(60)
class VanishedRelayTest {

  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(3);

  @Test
  void a_relay_whose_machine_vanishes_while_it_publishes_is_followed_when_its_session_times_out()
      throws Exception {
    var database = LocalServices.shared().newDatabase();
    var sessions = "wait_timeout=" + WAIT_TIMEOUT.toSeconds();
    try (var proxy = database.proxy();
        var vanishing = MySql.start(database.through(proxy), sessions);
        var next = MySql.start(database, sessions)) {
      addMessage(next);
      var publishing = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var lost =
          CompletableFuture.supplyAsync(
              () ->
                  vanishing
                      .getBean(Outbox.class)
                      .drain(
                          10,
                          messages -> {
                            proxy.blackhole();
                            publishing.countDown();
                            await(release);
                            return all(messages);
                          }));
      await(publishing);
      var begin = System.nanoTime();
      assertThat(next.getBean(Outbox.class).drain(10, VanishedRelayTest::all))
          .isEqualTo(new Turn.Elsewhere());

      var published = new ArrayList<OutboxMessage>();
      var never = new CountDownLatch(1);
      while (published.isEmpty()) {
        assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        next.getBean(Outbox.class)
            .drain(
                10,
                messages -> {
                  published.addAll(messages);
                  return all(messages);
                });
      }

      var waited = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(waited).isBetween(WAIT_TIMEOUT.minusSeconds(1), WAIT_TIMEOUT.plusSeconds(5));
      assertThat(published).hasSize(1);
      release.countDown();
      proxy.restore();
      assertThat(lost).failsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_session_of_the_service_lasts_a_minute_without_a_word() {
    try (var context = MySql.start()) {
      var seconds =
          context
              .getBean(GrantStore.class)
              .atomically(
                  () ->
                      context
                          .getBean(JdbcOperations.class)
                          .execute(
                              connection -> {
                                try (var rows =
                                    connection
                                        .createStatement()
                                        .executeQuery("SELECT @@session.wait_timeout")) {
                                  rows.next();
                                  return rows.getInt(1);
                                }
                              }));
      assertThat(seconds).isEqualTo(60);
    }
  }

  private static Settled all(List<OutboxMessage> messages) {
    return new Settled(messages.size(), Map.of());
  }

  private static void addMessage(ApplicationContext context) {
    var store = context.getBean(GrantStore.class);
    var grant = StoredGrants.add(store, StoredGrants.requested(), NOON);
    var expired = StoredGrants.in(grant, new GrantState.Expired());
    store.commit(
        grant, new Transition(expired, List.of(new GrantEvent.GrantExpired()), "deadline"), NOON);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
