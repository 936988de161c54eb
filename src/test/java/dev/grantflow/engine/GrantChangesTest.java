package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Input;
import org.junit.jupiter.api.Test;

class GrantChangesTest {

  private static final Input ISSUED =
      new Input.Answered(new Answer.Issued(Scene.ISSUE, Scene.CONTINUATION, Scene.ENDPOINT));

  private final Scene scene = new Scene();

  @Test
  void the_answer_of_an_expired_claim_comes_to_nothing() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    scene.store.faster.add(() -> scene.store.put(claimedAgain(claimed)));

    var change = scene.changes.apply(claimed, ISSUED);

    assertThat(change)
        .isEqualTo(new Change.None(scene.store.only(), "the lease ran out before the answer came"));
    assertThat(scene.store.only().state()).isEqualTo(Scene.requesting());
    assertThat(scene.store.events).isEmpty();
  }

  @Test
  void an_answer_that_a_revocation_has_overtaken_is_decided_on_what_that_left() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var ending = new GrantState.Revoked("order cancelled");
    scene.store.faster.add(
        () ->
            scene.store.put(
                Scene.grant(
                    new GrantState.Revoking(
                        new Cancellation.OfUnansweredRequest(),
                        ending,
                        Scene.NOW,
                        0,
                        Scene.NOW.plusSeconds(60)))));

    scene.changes.apply(claimed.signedBy("shop-key"), ISSUED);

    assertThat(scene.store.only().keyId()).isEqualTo("shop-key");
    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Revoking(
                new Cancellation.OfGrant(Scene.CONTINUATION), ending, Scene.NOW, 0, Scene.NOW));
  }

  @Test
  void a_revocation_keeps_trying_while_others_are_faster() {
    var read = scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));
    for (int attempt = 1; attempt <= 3; attempt++) {
      var later = new GrantState.Requested(attempt, null, Scene.NOW);
      scene.store.faster.add(() -> scene.store.put(Scene.grant(later)));
    }

    var change = scene.changes.apply(read, new Input.Revoke("order cancelled"));

    assertThat(change)
        .isInstanceOfSatisfying(
            Change.Made.class, made -> assertThat(made.grant()).isEqualTo(scene.store.only()));
    assertThat(scene.store.events).containsExactly(new GrantRevoked("order cancelled"));
    assertThat(scene.store.only().version()).isEqualTo(5);
  }

  private static Grant claimedAgain(Grant grant) {
    return new Grant(
        grant.id(),
        grant.client(),
        grant.request(),
        grant.state(),
        grant.acceptedAt(),
        grant.expiresAt(),
        grant.grantEndpoint(),
        grant.callback(),
        grant.claim() + 1,
        grant.version(),
        grant.traceparent());
  }
}
