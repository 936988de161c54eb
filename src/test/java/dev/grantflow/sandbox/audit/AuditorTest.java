package dev.grantflow.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.authserver.Fingerprint;
import dev.grantflow.sandbox.authserver.Sandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each invariant goes red when it is broken where it can be broken: in the tables, on the topics,
/// or at the authorization server.
class AuditorTest {

  @RegisterExtension final Scene scene = new Scene();

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
  void a_grant_that_does_not_move_is_seen() {
    scene.requested("stuck");
    scene.row("stuck", "REQUESTED(accepted)", "REQUESTING");

    scene.assertRed(new NobodyWaitsForEver(), "stuck");
  }

  @Test
  void a_deadline_that_passed_is_seen() {
    scene.requested("late");
    scene.row("late", "REQUESTED(accepted)", "REQUESTING", "PENDING");
    scene.sql("UPDATE grants SET due_at = '2020-01-01' WHERE grant_id = 'late'");

    scene.assertRed(new NobodyWaitsForEver(), "late");
  }

  @Test
  void secrets_after_the_end_are_seen() {
    scene.sql("UPDATE grants SET secrets = '{}', secrets_key = 1 WHERE grant_id = 'g3'");

    scene.assertRed(new SecretsAreGone(), "g3");
  }

  @Test
  void a_secret_in_clear_is_seen() {
    scene.sql(
        "UPDATE grants SET secrets = '%s' WHERE state = 'FINALIZED'"
            .formatted(Scene.token(scene.continued)));

    scene.assertRed(new SecretsAreGone(), "in clear");
  }

  @Test
  void a_gap_in_the_history_is_seen() {
    scene.sql("DELETE FROM grant_history WHERE grant_id = 'g2' AND version = 4");

    scene.assertRed(new HistoryIsGapless(), "there is a gap");
  }

  @Test
  void an_end_that_was_left_is_seen() {
    scene.history("g3", 7, "REVOKED", "FINALIZED", "issued");

    scene.assertRed(new HistoryIsGapless(), "an end was left");
  }

  @Test
  void a_row_that_is_not_where_its_history_ends_is_seen() {
    scene.sql("UPDATE grants SET version = 9 WHERE grant_id = 'g1'");

    scene.assertRed(new HistoryIsGapless(), "does not end");
  }

  @Test
  void a_message_left_in_the_outbox_is_seen() {
    scene.sql(
        "INSERT INTO outbox (kind, message_id, headers, created_at, secrets_key)"
            + " VALUES ('EVENT', 'm1', '[]', UTC_TIMESTAMP(6), 1)");

    scene.assertRed(new NothingLeftBehind(), "1 messages");
  }
}
