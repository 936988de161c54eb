package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls that were not announced, repeated, too early or beside each other.
class CallAuditTest {

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void a_rotation_that_was_not_announced_is_seen() {
    scene.sandbox.rotate(scene.issued);

    scene.assertRed(new NoCallWithoutIntent(), "rotations");
  }

  @Test
  void a_continuation_that_was_repeated_is_seen() {
    var approved = scene.sandbox.approved(scene.endpoint("bob.g2"));
    scene.sandbox.proceed(approved.pending(), approved.interactRef());

    scene.assertRed(new ContinuedOnce(), "g2 was continued 2 times");
  }

  @Test
  void a_continuation_that_is_sent_again_because_its_key_was_refused_is_no_repetition() {
    scene.requested("keyless");
    var approved =
        scene.sandbox.approved(scene.endpoint("awkward-continue-invalid-client.keyless"));
    scene.sandbox.proceed(approved.pending(), approved.interactRef());
    scene.sandbox.proceed(approved.pending(), approved.interactRef());

    assertThat(scene.finding(new ContinuedOnce()).violations()).isEmpty();
  }

  @Test
  void a_continuation_after_a_wrong_hash_is_seen() {
    scene.requested("forged");
    var approved = scene.sandbox.approved(scene.endpoint("awkward-hash-wrong.forged"));
    scene.sandbox.proceed(approved.pending(), approved.interactRef());

    scene.assertRed(new ContinuedOnce(), "wrong hash");
  }

  @Test
  void a_cancellation_beside_a_continuation_is_seen() {
    scene.requested("race");
    var approved = scene.sandbox.approved(scene.endpoint("awkward-cancel-race.race"));
    var before = scene.continuations();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var continuation =
          threads.submit(() -> scene.sandbox.proceed(approved.pending(), approved.interactRef()));
      scene.awaitContinuationAfter(before);
      var cancellation = threads.submit(() -> scene.sandbox.cancel(approved.pending()));
      assertThat(continuation).succeedsWithin(Duration.ofSeconds(10));
      assertThat(cancellation).succeedsWithin(Duration.ofSeconds(10));
    }

    scene.assertRed(new NeverContinuedAndCancelledTogether(), "race");
  }

  @Test
  void a_continuation_without_its_intent_is_seen() {
    scene.sql("UPDATE grant_history SET to_state = 'APPROVED' WHERE to_state = 'CONTINUING'");

    scene.assertRed(new NoCallWithoutIntent(), "1 continuations, 0 were announced");
  }

  @Test
  void a_cancellation_of_what_was_told_is_seen_without_its_intent() {
    scene.sandbox.cancel(scene.issued);

    scene.assertRed(new NoCallWithoutIntent(), "was not announced");
  }

  @Test
  void a_continuation_before_its_time_is_seen() {
    scene.sandbox.poll(scene.continued);

    scene.assertRed(new WaitIsHonoured(), "too fast");
  }
}
