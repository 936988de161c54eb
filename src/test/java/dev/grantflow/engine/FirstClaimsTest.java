package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The transaction that accepts a grant claims it as well, where nothing else waits.
@Timeout(60)
class FirstClaimsTest {

  private static final Source SOURCE = new Source("grants.commands", 0, 1);

  @TempDir Path folder;

  private final Scene scene = new Scene();
  private final RecordingGnapClient gnap = new RecordingGnapClient();
  private CommandIntake intake;

  @BeforeEach
  void make() {
    intake = scene.intake(Scene.shop(folder), gnap);
  }

  @Test
  void a_grant_that_comes_alone_is_claimed_and_called_for_without_the_engine() {
    scene.places.noteQueue(false);

    accept(Scene.request());

    await(() -> gnap.calls.size() == 1);
    await(this::allPlacesAreFree);
    assertThat(scene.store.causes).startsWith("due");
    assertThat(scene.store.commits.getFirst().after().state())
        .isEqualTo(new GrantState.Requesting(1, null, Scene.NOW.plus(Scene.SETTINGS.lease())));
    assertThat(scene.meters.counter("grantflow.claims", "outcome", "due").count()).isOne();
  }

  @Test
  void it_passes_none_that_is_due_already() throws InterruptedException {
    scene.places.noteQueue(true);

    accept(Scene.request());

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Requested.class);
    scene.engineSignal.await(Duration.ofDays(1));
    assertThat(allPlacesAreFree()).isTrue();
  }

  @Test
  void one_that_was_accepted_before_is_not_called_for_again() {
    var present = scene.store.put(Scene.grant(Scene.pending()));
    scene.places.noteQueue(false);

    accept(Scene.request());

    assertThat(scene.store.only()).isEqualTo(present);
    assertThat(allPlacesAreFree()).isTrue();
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void many_at_once_are_left_to_the_engine() {
    scene.places.noteQueue(false);

    accept(
        IntStream.range(0, 8)
            .mapToObj(i -> Scene.request("order-" + i))
            .toArray(GrantRequested[]::new));

    assertThat(scene.store.causes).isEmpty();
    assertThat(allPlacesAreFree()).isTrue();
  }

  @Test
  void one_that_was_revoked_before_it_came_is_never_called_for() {
    scene.places.noteQueue(false);
    scene.store.rememberRevocation(Scene.ID, Scene.NOW);

    accept(Scene.request());

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Revoked.class);
    assertThat(allPlacesAreFree()).isTrue();
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void a_transaction_that_comes_to_nothing_leaves_its_place_to_others() {
    scene.places.noteQueue(false);
    scene.store.faster.add(
        () -> {
          throw new Scene.Away();
        });

    assertThatThrownBy(() -> accept(Scene.request())).isInstanceOf(Scene.Away.class);

    assertThat(allPlacesAreFree()).isTrue();
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void without_a_place_it_waits_for_the_engine() {
    scene.places.noteQueue(false);
    for (var i = 0; i < Scene.SETTINGS.concurrency(); i++) {
      assertThat(scene.places.takeUnlessQueued()).isTrue();
    }

    accept(Scene.request());

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Requested.class);
  }

  private boolean allPlacesAreFree() {
    try {
      var taken = scene.places.take(Integer.MAX_VALUE, Duration.ZERO);
      scene.places.giveBack(taken);
      return taken == Scene.SETTINGS.concurrency();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void accept(GrantRequested... requests) {
    intake.accept(
        Arrays.stream(requests)
            .map(Reading.Valid::new)
            .map(it -> new ReceivedCommand(SOURCE, new byte[0], new byte[0], List.of(), null, it))
            .toList());
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
