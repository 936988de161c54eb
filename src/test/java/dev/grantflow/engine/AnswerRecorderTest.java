package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantChanges.Change;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerRecorderTest {

  private final Scene scene = new Scene();
  private final AnswerRecorder recorder =
      new AnswerRecorder(scene.changes, Scene.OUTAGES, Scene.SETTINGS, scene.time);

  @Test
  void records_the_answer_once_the_database_is_back() throws Exception {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var attempts = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          if (attempts.incrementAndGet() <= 2) {
            throw new Scene.Away();
          }
        };

    var change = recorder.record(claimed, RecordingGnapClient.ANSWER);

    assertThat(change).isInstanceOf(Change.Made.class);
    assertThat(attempts).hasValue(3);
  }

  @Test
  void gives_up_a_lease_after_the_lease_is_over() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var attempts = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          attempts.incrementAndGet();
          scene.time.pass(Duration.ofSeconds(25));
          throw new Scene.Away();
        };

    assertThatThrownBy(() -> recorder.record(claimed, RecordingGnapClient.ANSWER))
        .isInstanceOf(Scene.Away.class);

    assertThat(attempts).as("a lease is 60 s").hasValue(5);
  }

  @Test
  void repeats_nothing_after_a_fault() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var attempts = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          attempts.incrementAndGet();
          throw new IllegalStateException("a bug");
        };

    assertThatThrownBy(() -> recorder.record(claimed, RecordingGnapClient.ANSWER))
        .isInstanceOf(IllegalStateException.class);

    assertThat(attempts).hasValue(1);
  }
}
