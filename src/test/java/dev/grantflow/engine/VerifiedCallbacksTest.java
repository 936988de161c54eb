package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerifiedCallbacksTest {

  private static final Arrival COMPLETED = new Arrival.Completed(Scene.HASH, Scene.INTERACT_REF);

  private final Scene scene = new Scene();

  /// So that nobody waits: the time to wait is over as soon as the grant is read again.
  private void letTimePass() {
    scene.store.whenRead = () -> scene.time.pass(Scene.SETTINGS.callbackWait());
  }

  @Test
  void the_right_hash_approves_the_grant() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();

    var outcome = scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Approved(Scene.CONTINUATION, Scene.INTERACT_REF, 0, null, Scene.NOW));
    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "y-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY"})
  void a_wrong_hash_leaves_the_grant_as_it_is(String hash) {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        scene
            .callbacks()
            .finish(Scene.CALLBACK_ID, new Arrival.Completed(hash, Scene.INTERACT_REF));

    assertThat(outcome).isEqualTo(new Outcome.WrongHash());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void an_unknown_id_is_told() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome = scene.callbacks().finish(Secret.of("guessed"), COMPLETED);

    assertThat(outcome).isEqualTo(new Outcome.UnknownCallback());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void the_same_callback_again_changes_nothing() {
    var present = scene.store.put(Scene.grant(Scene.approved()));
    letTimePass();

    var outcome = scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(outcome).isEqualTo(new Outcome.Settled(present));
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void a_deadlock_is_not_the_browsers_business() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();
    scene.store.faster.add(
        () -> {
          throw new Scene.Away();
        });

    scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Approved.class);
  }

  @Test
  void a_callback_for_a_decided_grant_does_not_wait() {
    var present = scene.store.put(Scene.grant(new Finalized(Scene.ISSUE, Scene.CONTINUATION)));

    var outcome = scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(outcome).isEqualTo(new Outcome.Settled(present));
  }

  @Test
  void a_denial_without_hash_is_made_true_at_the_server() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();

    scene.callbacks().finish(Scene.CALLBACK_ID, new Arrival.WithoutHash("grant_rejected"));

    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Revoking(
                new Cancellation.OfGrant(Scene.CONTINUATION),
                new GrantState.Rejected(
                    GrantError.of(
                        "user_denied",
                        "The finish callback said grant_rejected; cancelled at the server.")),
                Scene.NOW,
                0,
                Scene.NOW));
  }

  @Test
  void a_server_that_pushes_is_not_made_to_wait() {
    scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        scene
            .callbacks()
            .finish(Scene.CALLBACK_ID, new Arrival.Pushed(Scene.HASH, Scene.INTERACT_REF));

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only()));
    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Approved.class);
    assertThat(scene.time.instant()).isEqualTo(Scene.NOW);
  }

  @Test
  void a_wrong_hash_that_is_pushed_leaves_the_grant_as_it_is() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        scene.callbacks().finish(Scene.CALLBACK_ID, new Arrival.Pushed("A", Scene.INTERACT_REF));

    assertThat(outcome).isEqualTo(new Outcome.WrongHash());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void waits_for_the_decision() {
    scene.store.put(Scene.grant(Scene.pending()));
    var reads = new AtomicInteger();
    // The first read is that of the commit, the second finds the grant as it was approved.
    scene.store.whenRead =
        () -> {
          if (reads.incrementAndGet() == 2) {
            scene.store.put(Scene.grant(new Finalized(Scene.ISSUE, Scene.CONTINUATION)));
          }
        };

    var outcome = scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only()));
    assertThat(scene.store.only().state())
        .isEqualTo(new Finalized(Scene.ISSUE, Scene.CONTINUATION));
  }

  @Test
  void waits_no_longer_than_is_configured() {
    scene.store.put(Scene.grant(Scene.approved()));
    var reads = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          reads.incrementAndGet();
          scene.watchers.changed(Scene.ID);
          scene.time.pass(Duration.ofSeconds(1));
        };

    scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(reads).as("looks within 3 s, each taking one").hasValue(3);
    assertThat(scene.watchers.isEmpty()).isTrue();
  }

  @Test
  void a_callback_overtaken_by_the_deadline_finds_the_grant_over() {
    scene.store.put(Scene.grant(Scene.pending()));
    scene.store.faster.add(() -> scene.store.put(Scene.grant(new GrantState.Expired())));

    var outcome = scene.callbacks().finish(Scene.CALLBACK_ID, COMPLETED);

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only()));
    assertThat(scene.store.only().state()).isEqualTo(new GrantState.Expired());
  }
}
