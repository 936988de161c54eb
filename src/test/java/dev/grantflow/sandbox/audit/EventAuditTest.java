package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.authserver.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Events that tell what did not happen, not what did, or not in order.
class EventAuditTest {

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void a_second_finalization_is_seen() {
    scene.event("g1", 4, "GrantFinalized", Scene.token(scene.issued));

    scene.assertRed(new EndsAreToldOnce(), "g1");
  }

  @Test
  void an_end_that_is_told_as_another_is_seen() {
    scene.event("g3", 7, "GrantExpired", "");

    scene.assertRed(new EndsAreToldOnce(), "g3");
  }

  @Test
  void an_event_without_its_state_is_seen() {
    scene.event("g2", 7, "GrantPending", "");

    scene.assertRed(new EventsMatchHistory(), "g2:7");
  }

  @Test
  void a_state_without_its_event_is_seen() {
    scene.requested("silent");
    scene.row("silent", "REQUESTED(accepted)", "EXPIRED");

    scene.assertRed(new EventsMatchHistory(), "silent:2");
  }

  @Test
  void copies_that_differ_are_seen() {
    scene.event("g2", 3, "GrantPending", "\"a\":1");

    scene.assertRed(new CopiesAreEqualAndInOrder(), "copies differ");
  }

  @Test
  void a_grant_in_two_partitions_is_seen() {
    scene.event(1, "g2", "g2:3", "GrantPending", "");

    scene.assertRed(new CopiesAreEqualAndInOrder(), "partitions");
  }

  @Test
  void events_out_of_order_are_seen() {
    scene.event("g2", 2, "GrantPending", "");

    scene.assertRed(new CopiesAreEqualAndInOrder(), "out of order");
  }

  @Test
  void a_copy_without_cause_is_seen() {
    scene.event("g2", 3, "GrantPending", "");

    scene.assertRed(new DuplicatesOnlyForCause(), "published again");
  }

  @Test
  void a_copy_after_a_disturbance_is_counted() {
    scene.quiet = Quiet.never();
    scene.event("g2", 3, "GrantPending", "");

    assertThat(scene.audit().isClean()).isTrue();
    assertThat(scene.finding(new DuplicatesOnlyForCause()).invariant())
        .contains("1 published again after a disturbance");
    assertThat(scene.finding(new DuplicatesOnlyForCause()).checked()).isZero();
  }

  @Test
  void a_token_in_another_event_is_seen() {
    scene.event("g2", 3, "GrantPending", Scene.token(scene.continued));

    scene.assertRed(new SecretsAreGone(), "GrantPending");
  }

  @Test
  void a_continuation_token_in_an_event_is_seen() {
    var secret = Sandbox.continueToken(scene.continued);
    scene.event("g2", 6, "GrantFinalized", "\"label\":\"%s\"".formatted(secret));

    scene.assertRed(new SecretsAreGone(), "GrantFinalized");
  }
}
