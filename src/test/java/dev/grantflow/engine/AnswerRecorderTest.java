package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GrantChanges.Change;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerRecorderTest {

  private final Scene scene = new Scene();
  private final AnswerRecorder recorder = new AnswerRecorder(scene.changes, Scene.OUTAGES);

  @Test
  void records_the_answer_once_the_database_is_back_however_late() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var attempts = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          scene.time.pass(Duration.ofMinutes(1));
          if (attempts.incrementAndGet() <= 2) {
            throw new Scene.Away();
          }
        };

    var change = recorder.record(claimed, RecordingGnapClient.ANSWER);

    assertThat(change).isInstanceOf(Change.Made.class);
    assertThat(attempts).hasValue(3);
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
