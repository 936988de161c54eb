package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commands that were lost, misread or refused without cause, and revocations without effect.
class CommandAuditTest {

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void a_lost_command_is_seen() {
    scene.requested("lost");

    scene.assertRed(new CommandsTookEffect(), "GrantRequested of lost");
  }

  @Test
  void a_command_that_nobody_knows_to_have_arrived_may_be_lost() {
    var nothing = scene.sent.announce("lost", "GrantRequested", new byte[0], Expectation.ACCEPTED);

    assertThat(nothing.place()).isNull();
    assertThat(scene.audit().isClean()).isTrue();
  }

  @Test
  void a_bad_command_that_was_not_refused_is_seen() {
    scene.command("g1", "GrantRequested", "{\"other\": 1}", Expectation.REJECTED);

    scene.assertRed(new CommandsTookEffect(), "g1");
  }

  @Test
  void a_refusal_without_dead_letter_is_seen() {
    scene.rejection(scene.command("bad", "GrantRequested", "x", Expectation.REJECTED));

    scene.assertRed(new RefusedCommandsAreTold(), "has no dead letter");
  }

  @Test
  void a_dead_letter_that_differs_from_the_command_is_seen() {
    var place = scene.command("bad", "GrantRequested", "x", Expectation.REJECTED);
    scene.rejection(place);
    scene.deadLetter(place, "y");

    scene.assertRed(new RefusedCommandsAreTold(), "not what was sent");
  }

  @Test
  void a_grant_that_nobody_commanded_is_seen() {
    scene.row("stranger", "REQUESTED(accepted)", "EXPIRED");

    scene.assertRed(new NothingUncommanded(), "stranger");
  }

  @Test
  void a_revocation_without_effect_is_seen() {
    scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);

    scene.assertRed(new RevocationsTookEffect(), "GrantRevokeRequested of g1");
  }

  @Test
  void a_revocation_that_was_refused_without_cause_is_seen() {
    var place = scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);
    scene.rejection(place, "internal_error: the service failed at this command.");
    scene.deadLetter(place, "{}");

    scene.assertRed(new RevocationsTookEffect(), "GrantRevokeRequested of g1");
    scene.assertRed(new RefusedForCause(), "internal_error");
  }

  @Test
  void a_revocation_that_was_refused_because_nothing_can_be_revoked_is_counted() {
    var place = scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);
    scene.rejection(place, "This grant cannot be revoked: there is no way to.");
    scene.deadLetter(place, "{}");

    var report = scene.audit();

    assertThat(report.isClean()).as(report::toString).isTrue();
    assertThat(scene.finding(new RevocationsTookEffect()).invariant()).contains("1 refused");
  }

  @Test
  void a_command_that_the_service_stumbled_over_is_seen() {
    var place = scene.command("bad2", "GrantRequested", "x", Expectation.REJECTED);
    scene.rejection(place, "internal_error: the service failed at this command.");
    scene.deadLetter(place, "x");

    scene.assertRed(new RefusedForCause(), "internal_error");
  }

  @Test
  void a_revoked_grant_that_lives_at_its_server_is_seen() {
    scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);
    scene.sql("UPDATE grants SET state = 'REVOKED' WHERE grant_id = 'g1'");

    scene.assertRed(new RevocationsTookEffect(), "lives");
  }

  @Test
  void a_request_after_its_revocation_is_seen() {
    scene.request("bob.g4");

    scene.assertRed(new OvertakenRequestsNeverSent(), "g4");
  }
}
