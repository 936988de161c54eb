package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantState;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import io.micronaut.health.HealthStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class GrantEngineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final Scene scene = new Scene();
  private final RecordingGnapClient gnap = new RecordingGnapClient();
  private GrantEngine engine;

  @BeforeEach
  void make() {
    var settings = Scene.SETTINGS;
    var wallets = new FixedWallets(new Discovery.Found(Scene.ENDPOINT));
    var calls = scene.calls(gnap, wallets, Scene.shop(folder));
    engine =
        new GrantEngine(
            scene.store,
            scene.changes,
            calls,
            new AnswerRecorder(scene.changes),
            new LateAnswers(calls),
            new GrantLifecycle(
                new Backoff(settings.retryBase(), settings.retryCap()), settings.revocationLimit()),
            settings,
            scene.time,
            scene.random,
            scene.engineSignal);
  }

  @AfterEach
  void stop() throws InterruptedException {
    engine.stop();
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
            throw new IllegalStateException("the database is away");
          }
          again.countDown();
        };

    engine.start();

    assertThat(again.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(health()).isEqualTo(HealthStatus.UP);
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
