package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.authserver.Fingerprint;
import dev.grantflow.sandbox.authserver.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tokens and grants that live at the server and are held by nobody, or the other way about.
class TokenAuditTest {

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void a_rotated_token_is_held_and_the_one_before_it_is_not() {
    var first = Scene.token(scene.issued);
    var fresh = Sandbox.json(scene.sandbox.rotate(scene.issued));
    scene.history("g1", 4, "FINALIZED", "ROTATING", "due");
    scene.history("g1", 5, "ROTATING", "FINALIZED", "rotated");
    scene.sql("UPDATE grants SET version = 5 WHERE grant_id = 'g1'");
    scene.event("g1", 5, "GrantTokenRotated", Scene.token(fresh) + ",\"tokenVersion\":2");

    assertThat(scene.audit().lines()).allMatch(line -> line.startsWith("ok"));

    scene.event("g1", 6, "GrantTokenRotated", first + ",\"tokenVersion\":2");

    scene.assertRed(new RotatedInOrder(), "g1:6");
    scene.assertRed(new EventsMatchHistory(), "g1:6");
    scene.assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(fresh)));
  }

  @Test
  void a_renewed_token_is_held_and_is_no_second_one() {
    scene.sandbox.cancel(scene.issued);
    var fresh = scene.request("bob.g1");
    scene.history("g1", 4, "FINALIZED", "RETIRING", "token expired");
    scene.history("g1", 5, "RETIRING", "RENEWABLE", "cancelled");
    scene.history("g1", 6, "RENEWABLE", "RENEWING", "due");
    scene.history("g1", 7, "RENEWING", "FINALIZED", "issued");
    scene.sql("UPDATE grants SET version = 7 WHERE grant_id = 'g1'");
    scene.event("g1", 4, "GrantTokenExpired", "\"tokenVersion\":1");
    scene.event("g1", 7, "GrantTokenRotated", Scene.token(fresh) + ",\"tokenVersion\":2");

    assertThat(scene.audit().lines()).allMatch(line -> line.startsWith("ok"));

    var more = scene.request("bob.g1");

    scene.assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(more)));
    scene.assertRed(new NoCallWithoutIntent(), "3 requests, 2 were announced");

    scene.sandbox.clock.advance(Sandbox.WAIT);
    scene.sandbox.poll(fresh);

    scene.assertRed(new OneTokenEach(), "g1 got 3 tokens");
  }

  @Test
  void a_grant_that_was_not_cancelled_before_it_was_renewed_is_seen() {
    var fresh = scene.request("bob.g1");
    scene.history("g1", 4, "FINALIZED", "RENEWABLE", "token expired");
    scene.history("g1", 5, "RENEWABLE", "RENEWING", "due");
    scene.history("g1", 6, "RENEWING", "FINALIZED", "issued");
    scene.sql("UPDATE grants SET version = 6 WHERE grant_id = 'g1'");
    scene.event("g1", 4, "GrantTokenExpired", "\"tokenVersion\":1");
    scene.event("g1", 6, "GrantTokenRotated", Scene.token(fresh) + ",\"tokenVersion\":2");

    scene.assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(scene.issued)));
  }

  @Test
  void a_live_token_that_nobody_holds_is_seen() {
    var second = scene.request("bob.g1");

    scene.assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(second)));
  }

  @Test
  void the_token_of_a_request_without_an_answer_is_counted() {
    scene.requested("retried");
    scene.row("retried", "REQUESTED(accepted)", "REQUESTING", "REQUESTING", "EXPIRED");
    scene.event("retried", 4, "GrantExpired", "");
    scene.request("bob.retried");

    var report = scene.audit();

    assertThat(report.isClean()).as(report::toString).isTrue();
    assertThat(scene.finding(new LiveTokensAreHeld()).invariant()).contains("1 unseen orphans");
  }

  @Test
  void a_held_token_that_is_dead_is_seen() {
    assertThat(scene.sandbox.revoke(scene.issued).statusCode()).isEqualTo(204);

    scene.assertRed(new LiveTokensAreHeld(), "which is dead");
  }

  @Test
  void an_approved_grant_that_nobody_holds_is_seen() {
    scene.requested("left");
    var approved = scene.sandbox.approved(scene.endpoint("bob.left"));
    scene.row(
        "left", "REQUESTED(accepted)", "REQUESTING", "PENDING(interaction required)", "EXPIRED");

    assertThat(approved.interactRef()).isNotEmpty();
    scene.assertRed(new LiveGrantsAreHeld(), "bob.left");
  }

  @Test
  void a_second_token_is_seen() {
    scene.sandbox.clock.advance(Sandbox.WAIT);
    scene.sandbox.poll(scene.issued);

    scene.assertRed(new OneTokenEach(), "g1 got 2 tokens");
  }
}
