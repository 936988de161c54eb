package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import dev.grantflow.sandbox.authserver.Fingerprint;
import dev.grantflow.sandbox.authserver.Sandbox;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each invariant goes red when it is broken where it can be broken: in the tables, on the topics,
/// or at the authorization server.
class AuditorTest {

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_scene_in_order_is_clean() {
    var report = scene.audit();

    assertThat(report.isClean()).as(report::toString).isTrue();
    assertThat(report.findings()).hasSize(Invariant.class.getPermittedSubclasses().length);
    assertThat(report.findings()).allSatisfy(it -> assertThat(it.checked()).isPositive());
  }

  @Test
  void a_report_says_what_is_wrong_in_lines_without_a_secret() {
    scene.sql("UPDATE grants SET facts = '%s'".formatted(Sandbox.tokenValue(scene.issued)));

    var report = scene.audit();

    assertThat(report.lines()).hasSameSizeAs(report.findings());
    assertThat(report.toString())
        .contains("RED  secrets are gone", Fingerprint.of(Sandbox.tokenValue(scene.issued)))
        .doesNotContain(Sandbox.tokenValue(scene.issued));
  }

  @Test
  void a_lost_command_is_seen() {
    scene.requested("lost");

    assertRed(new CommandsTookEffect(), "GrantRequested of lost");
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

    assertRed(new CommandsTookEffect(), "g1");
  }

  @Test
  void a_refusal_without_dead_letter_is_seen() {
    scene.rejection(scene.command("bad", "GrantRequested", "x", Expectation.REJECTED));

    assertRed(new RefusedCommandsAreTold(), "has no dead letter");
  }

  @Test
  void a_dead_letter_that_differs_from_the_command_is_seen() {
    var place = scene.command("bad", "GrantRequested", "x", Expectation.REJECTED);
    scene.rejection(place);
    scene.deadLetter(place, "y");

    assertRed(new RefusedCommandsAreTold(), "not what was sent");
  }

  @Test
  void a_grant_that_nobody_commanded_is_seen() {
    scene.row("stranger", "REQUESTED(accepted)", "EXPIRED");

    assertRed(new NothingUncommanded(), "stranger");
  }

  @Test
  void a_grant_that_does_not_move_is_seen() {
    scene.requested("stuck");
    scene.row("stuck", "REQUESTED(accepted)", "REQUESTING");

    assertRed(new NobodyWaitsForEver(), "stuck");
  }

  @Test
  void a_deadline_that_passed_is_seen() {
    scene.requested("late");
    scene.row("late", "REQUESTED(accepted)", "REQUESTING", "PENDING");
    scene.sql("UPDATE grants SET due_at = '2020-01-01' WHERE grant_id = 'late'");

    assertRed(new NobodyWaitsForEver(), "late");
  }

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

    assertRed(new RotatedInOrder(), "g1:6");
    assertRed(new EventsMatchHistory(), "g1:6");
    assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(fresh)));
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

    assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(more)));
    assertRed(new NoCallWithoutIntent(), "3 requests, 2 were announced");

    scene.sandbox.clock.advance(Sandbox.WAIT);
    scene.sandbox.poll(fresh);

    assertRed(new OneTokenEach(), "g1 got 3 tokens");
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

    assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(scene.issued)));
  }

  @Test
  void a_rotation_that_was_not_announced_is_seen() {
    scene.sandbox.rotate(scene.issued);

    assertRed(new NoCallWithoutIntent(), "rotations");
  }

  @Test
  void a_second_finalization_is_seen() {
    scene.event("g1", 4, "GrantFinalized", Scene.token(scene.issued));

    assertRed(new EndsAreToldOnce(), "g1");
  }

  @Test
  void an_end_that_is_told_as_another_is_seen() {
    scene.event("g3", 7, "GrantExpired", "");

    assertRed(new EndsAreToldOnce(), "g3");
  }

  @Test
  void an_event_without_its_state_is_seen() {
    scene.event("g2", 7, "GrantPending", "");

    assertRed(new EventsMatchHistory(), "g2:7");
  }

  @Test
  void a_state_without_its_event_is_seen() {
    scene.requested("silent");
    scene.row("silent", "REQUESTED(accepted)", "EXPIRED");

    assertRed(new EventsMatchHistory(), "silent:2");
  }

  @Test
  void copies_that_differ_are_seen() {
    scene.event("g2", 3, "GrantPending", "\"a\":1");

    assertRed(new CopiesAreEqualAndInOrder(), "copies differ");
  }

  @Test
  void a_grant_in_two_partitions_is_seen() {
    scene.event(1, "g2", "g2:3", "GrantPending", "");

    assertRed(new CopiesAreEqualAndInOrder(), "partitions");
  }

  @Test
  void events_out_of_order_are_seen() {
    scene.event("g2", 2, "GrantPending", "");

    assertRed(new CopiesAreEqualAndInOrder(), "out of order");
  }

  @Test
  void a_copy_without_cause_is_seen() {
    scene.event("g2", 3, "GrantPending", "");

    assertRed(new DuplicatesOnlyForCause(), "published again");
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
  void a_live_token_that_nobody_holds_is_seen() {
    var second = scene.request("bob.g1");

    assertRed(new LiveTokensAreHeld(), Fingerprint.of(Sandbox.tokenValue(second)));
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

    assertRed(new LiveTokensAreHeld(), "which is dead");
  }

  @Test
  void an_approved_grant_that_nobody_holds_is_seen() {
    scene.requested("left");
    var approved = scene.sandbox.approved(scene.endpoint("bob.left"));
    scene.row(
        "left", "REQUESTED(accepted)", "REQUESTING", "PENDING(interaction required)", "EXPIRED");

    assertThat(approved.interactRef()).isNotEmpty();
    assertRed(new LiveGrantsAreHeld(), "bob.left");
  }

  @Test
  void a_continuation_that_was_repeated_is_seen() {
    var approved = scene.sandbox.approved(scene.endpoint("bob.g2"));
    scene.sandbox.proceed(approved.pending(), approved.interactRef());

    assertRed(new ContinuedOnce(), "g2 was continued 2 times");
  }

  @Test
  void a_continuation_after_a_wrong_hash_is_seen() {
    scene.requested("forged");
    var approved = scene.sandbox.approved(scene.endpoint("awkward-hash-wrong.forged"));
    scene.sandbox.proceed(approved.pending(), approved.interactRef());

    assertRed(new ContinuedOnce(), "wrong hash");
  }

  @Test
  void a_second_token_is_seen() {
    scene.sandbox.clock.advance(Sandbox.WAIT);
    scene.sandbox.poll(scene.issued);

    assertRed(new OneTokenEach(), "g1 got 2 tokens");
  }

  @Test
  void a_cancellation_beside_a_continuation_is_seen() {
    scene.requested("race");
    var approved = scene.sandbox.approved(scene.endpoint("awkward-cancel-race.race"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var continuation =
          threads.submit(() -> scene.sandbox.proceed(approved.pending(), approved.interactRef()));
      scene.awaitContinuation();
      var cancellation = threads.submit(() -> scene.sandbox.cancel(approved.pending()));
      assertThat(continuation).succeedsWithin(Duration.ofSeconds(10));
      assertThat(cancellation).succeedsWithin(Duration.ofSeconds(10));
    }

    assertRed(new NeverContinuedAndCancelledTogether(), "race");
  }

  @Test
  void a_revocation_without_effect_is_seen() {
    scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);

    assertRed(new RevocationsTookEffect(), "GrantRevokeRequested of g1");
  }

  @Test
  void a_revocation_that_was_refused_without_cause_is_seen() {
    var place = scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);
    scene.rejection(place, "internal_error: the service failed at this command.");
    scene.deadLetter(place, "{}");

    assertRed(new RevocationsTookEffect(), "GrantRevokeRequested of g1");
    assertRed(new RefusedForCause(), "internal_error");
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

    assertRed(new RefusedForCause(), "internal_error");
  }

  @Test
  void a_revoked_grant_that_lives_at_its_server_is_seen() {
    scene.command("g1", "GrantRevokeRequested", "{}", Expectation.ANY);
    scene.sql("UPDATE grants SET state = 'REVOKED' WHERE grant_id = 'g1'");

    assertRed(new RevocationsTookEffect(), "lives");
  }

  @Test
  void a_request_after_its_revocation_is_seen() {
    scene.request("bob.g4");

    assertRed(new OvertakenRequestsNeverSent(), "g4");
  }

  @Test
  void secrets_after_the_end_are_seen() {
    scene.sql("UPDATE grants SET secrets = '{}', secrets_key = 1 WHERE grant_id = 'g3'");

    assertRed(new SecretsAreGone(), "g3");
  }

  @Test
  void a_secret_in_clear_is_seen() {
    scene.sql(
        "UPDATE grants SET secrets = '%s' WHERE state = 'FINALIZED'"
            .formatted(Scene.token(scene.continued)));

    assertRed(new SecretsAreGone(), "in clear");
  }

  @Test
  void a_token_in_another_event_is_seen() {
    scene.event("g2", 3, "GrantPending", Scene.token(scene.continued));

    assertRed(new SecretsAreGone(), "GrantPending");
  }

  @Test
  void a_continuation_token_in_an_event_is_seen() {
    var secret = Sandbox.continueToken(scene.continued);
    scene.event("g2", 6, "GrantFinalized", "\"label\":\"%s\"".formatted(secret));

    assertRed(new SecretsAreGone(), "GrantFinalized");
  }

  @Test
  void a_gap_in_the_history_is_seen() {
    scene.sql("DELETE FROM grant_history WHERE grant_id = 'g2' AND version = 4");

    assertRed(new HistoryIsGapless(), "there is a gap");
  }

  @Test
  void an_end_that_was_left_is_seen() {
    scene.history("g3", 7, "REVOKED", "FINALIZED", "issued");

    assertRed(new HistoryIsGapless(), "an end was left");
  }

  @Test
  void a_row_that_is_not_where_its_history_ends_is_seen() {
    scene.sql("UPDATE grants SET version = 9 WHERE grant_id = 'g1'");

    assertRed(new HistoryIsGapless(), "does not end");
  }

  @Test
  void a_message_left_in_the_outbox_is_seen() {
    scene.sql(
        "INSERT INTO outbox (kind, message_id, headers, created_at, secrets_key)"
            + " VALUES ('EVENT', 'm1', '[]', UTC_TIMESTAMP(6), 1)");

    assertRed(new NothingLeftBehind(), "1 messages");
  }

  @Test
  void a_continuation_without_its_intent_is_seen() {
    scene.sql("UPDATE grant_history SET to_state = 'APPROVED' WHERE to_state = 'CONTINUING'");

    assertRed(new NoCallWithoutIntent(), "1 continuations, 0 were announced");
  }

  @Test
  void a_cancellation_of_what_was_told_is_seen_without_its_intent() {
    scene.sandbox.cancel(scene.issued);

    assertRed(new NoCallWithoutIntent(), "was not announced");
  }

  @Test
  void a_continuation_before_its_time_is_seen() {
    scene.sandbox.poll(scene.continued);

    assertRed(new WaitIsHonoured(), "too fast");
  }

  private void assertRed(Invariant invariant, String what) {
    assertThat(scene.finding(invariant).violations())
        .anySatisfy(it -> assertThat(it).contains(what));
  }
}
