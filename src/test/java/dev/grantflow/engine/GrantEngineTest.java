package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import io.micronaut.health.HealthStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

class GrantEngineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final Scene scene = new Scene();
  private final RecordingGnapClient gnap = new RecordingGnapClient();
  private GrantEngine engine;

  @BeforeEach
  void make() {
    var wallets = new FixedWallets(new Discovery.Found(Scene.ENDPOINT));
    engine = scene.engine(scene.calls(gnap, wallets, Scene.shop(folder)));
  }

  @AfterEach
  void stop() throws InterruptedException {
    engine.close(PATIENCE);
  }

  @Test
  void claims_a_due_grant_and_records_what_its_call_brought() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));

    engine.start();

    await(
        () ->
            scene.store.only().state() instanceof GrantState.Requested(var tries, _, _)
                && tries == 1);
    assertThat(gnap.calls)
        .containsExactly(new RecordingGnapClient.Call.Request(Scene.ENDPOINT, Scene.WANTED));
  }

  @Test
  void goes_on_after_the_database_was_away() throws InterruptedException {
    var again = new CountDownLatch(1);
    var attempts = new AtomicInteger();
    scene.store.whenClaimed =
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new Scene.Away();
          }
          again.countDown();
        };

    engine.start();

    assertThat(again.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(health()).isEqualTo(HealthStatus.UP);
  }

  @Test
  void a_grant_whose_step_fails_each_time_is_set_aside_and_taken_up_again_when_released() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    gnap.bug = true;

    engine.start();

    for (var tries = 1; tries < Scene.SETTINGS.triesMax(); tries++) {
      var expected = tries;
      await(() -> gnap.calls.size() == expected && faults() == expected);
      assertThat(scene.store.list(10)).isEmpty();
      scene.time.pass(Scene.SETTINGS.lease());
      scene.engineSignal.raise();
    }
    await(() -> !scene.store.list(10).isEmpty());
    assertThat(scene.store.list(10))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.grantId()).isEqualTo(Scene.ID.value());
              assertThat(entry.faults()).isEqualTo(Scene.SETTINGS.triesMax());
              assertThat(entry.fault())
                  .startsWith("java.lang.IllegalStateException at engine.RecordingGnapClient.")
                  .doesNotContain("secret");
            });
    gnap.bug = false;
    scene.time.pass(Scene.SETTINGS.lease());
    assertThat(scene.store.release(Scene.ID.value(), scene.time.instant())).isTrue();
    scene.engineSignal.raise();
    await(() -> scene.store.events.size() == 1 || gnap.calls.size() > Scene.SETTINGS.triesMax());
  }

  @Test
  void a_grant_whose_claim_fails_keeps_no_other_from_being_claimed() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    var guilty = Scene.grant(Scene.request("guilty"), new GrantState.Requested(0, null, Scene.NOW));
    scene.store.put(guilty);
    scene.store.poisoned = guilty.id();

    engine.start();

    await(() -> !gnap.calls.isEmpty() && faults() >= 1);
    for (var tries = 1; tries < Scene.SETTINGS.triesMax(); tries++) {
      var expected = tries + 1;
      scene.time.pass(Scene.SETTINGS.lease());
      scene.engineSignal.raise();
      await(() -> faults() >= expected);
    }
    assertThat(scene.store.list(10))
        .extracting(SetAside.Entry::grantId)
        .containsExactly(guilty.id().value());
  }

  @Test
  void an_answer_that_comes_too_late_while_the_engine_ends_is_still_undone() throws Exception {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    var asked = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    gnap.onRequest =
        () -> {
          asked.countDown();
          await(() -> answered.getCount() == 0);
          return new Answer.StillPending(Scene.CONTINUATION, Scene.ENDPOINT);
        };
    gnap.onCancel(new Answer.Gone());
    engine.start();
    assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    scene.store.put(Scene.grant(new GrantState.Revoked(null)));

    var hasEnded = engine.close(Duration.ofSeconds(1));
    answered.countDown();

    assertThat(hasEnded).isFalse();
    await(() -> gnap.calls.contains(new RecordingGnapClient.Call.Cancel(Scene.CONTINUATION)));
    assertThat(engine.close(PATIENCE)).isTrue();
  }

  @Test
  void an_answer_that_is_recorded_forgets_the_faults() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    gnap.bug = true;
    engine.start();
    await(() -> faults() == 1);
    gnap.bug = false;

    scene.time.pass(Scene.SETTINGS.lease());
    scene.engineSignal.raise();

    await(() -> scene.store.faultsOf(Scene.ID) == 0);
  }

  /// What such an answer gave can be undone by the former continuation only, which the server may
  /// not know any more.
  @Test
  void an_answer_that_cannot_be_used_is_told_with_its_grant() {
    var logger = (Logger) LoggerFactory.getLogger(GrantSteps.class);
    var log = new ListAppender<ILoggingEvent>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    gnap.answer =
        new Answer.Unknown(
            GrantError.of(GrantError.INVALID_ANSWER, "as.example answered 200, with nothing."));
    scene.store.put(Scene.grant(Scene.approved()));

    engine.start();

    await(() -> log.list.stream().anyMatch(line -> line.getLevel() == Level.WARN));
    logger.detachAppender(log);
    assertThat(log.list)
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .first()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).contains("could not be used");
              assertThat(line.getKeyValuePairs())
                  .extracting(it -> it.key + "=" + it.value)
                  .containsExactly(
                      "grantId=order-1",
                      "client=shop",
                      "cause=as.example answered 200, with nothing.");
            });
  }

  private double faults() {
    var counter = scene.meters.find("grantflow.grant.faults").counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void is_not_alive_once_its_loop_has_died() {
    scene.store.whenClaimed =
        () -> {
          throw new AssertionError("on purpose");
        };

    engine.start();

    await(() -> health().equals(HealthStatus.DOWN));
  }

  private HealthStatus health() {
    return requireNonNull(Mono.from(engine.getResult()).block()).getStatus();
  }

  private static void await(BooleanSupplier condition) {
    var latest = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(latest);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
