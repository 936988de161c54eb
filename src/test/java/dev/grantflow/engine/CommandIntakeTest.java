package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandIntakeTest {

  private static final Source SOURCE = new Source("grants.commands", 0, 42);
  private static final GrantRevokeRequested REVOKE =
      new GrantRevokeRequested(Scene.ID, "order cancelled");

  @TempDir Path folder;

  private final Scene scene = new Scene();

  @SuppressWarnings("NullAway.Init")
  private CommandIntake intake;

  @BeforeEach
  void configure() {
    intake = scene.intake(Scene.shop(folder));
  }

  @Test
  void a_request_becomes_a_grant_that_is_due_now() {
    accept(Scene.request());

    assertThat(scene.store.only().state()).isEqualTo(new GrantState.Requested(0, null, Scene.NOW));
    assertThat(scene.store.only().expiresAt()).isEqualTo(Scene.DEADLINE);
    assertThat(scene.store.rejected).isEmpty();
  }

  @Test
  void a_request_may_say_how_long_it_may_take() {
    accept(Scene.request(null, null, Duration.ofHours(24)));

    assertThat(scene.store.only().expiresAt()).isEqualTo(Scene.NOW.plus(Duration.ofHours(24)));
  }

  @Test
  void what_is_to_be_done_with_a_token_is_noted_and_due_at_once() {
    var token =
        new AccessToken(Secret.of("{}"), Scene.ENDPOINT, Secret.of("token"), Scene.DEADLINE, "pay");
    scene.store.put(Scene.grant(new GrantState.Finalized(new Issue(List.of(token), null), null)));

    accept(new GrantTokenRotateRequested(Scene.ID, "pay", 1, "401"));

    assertThat(scene.store.only().state().due()).contains(Scene.NOW);
    assertThat(scene.store.rejected).isEmpty();
  }

  @Test
  void what_is_to_be_done_with_a_token_of_an_unknown_grant_is_refused_and_not_remembered() {
    accept(
        new GrantTokenRotateRequested(Scene.ID, null, 1, null),
        new GrantTokenRevokeRequested(Scene.ID, null, null));
    accept(Scene.request());

    assertThat(scene.store.rejected).hasSize(2);
    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Requested.class);
  }

  @Test
  void a_request_decides_whether_tokens_are_kept_fresh_and_else_the_configuration() {
    accept(Scene.request());
    accept(keptFresh("kept"));

    assertThat(scene.store.find(Scene.ID)).get().extracting(Grant::keepFresh).isEqualTo(false);
    assertThat(scene.store.find(new GrantId("kept")))
        .get()
        .extracting(Grant::keepFresh)
        .isEqualTo(true);
  }

  @Test
  void commands_of_one_batch_are_taken_each_as_if_it_had_come_alone() {
    var overtaken = new GrantId("overtaken");
    accept(new GrantRevokeRequested(overtaken, "changed my mind"));
    scene.store.rejected.clear();
    var twice = keptFresh("twice");

    accept(
        twice,
        keptFresh("alone"),
        keptFresh("overtaken"),
        twice,
        keptFresh("undone"),
        new GrantRevokeRequested(new GrantId("undone"), "order cancelled"),
        new GrantTokenRotateRequested(new GrantId("nobody"), null, 1, null));

    assertThat(status("twice")).isEqualTo(Status.REQUESTED);
    assertThat(status("alone")).isEqualTo(Status.REQUESTED);
    assertThat(status("overtaken")).isEqualTo(Status.REVOKED);
    assertThat(status("undone")).isEqualTo(Status.REVOKED);
    assertThat(scene.store.rejected)
        .extracting(it -> it.event().grantId())
        .containsExactly("nobody");
  }

  private Status status(String id) {
    return scene.store.find(new GrantId(id)).orElseThrow().state().status();
  }

  private static GrantRequested keptFresh(String id) {
    return new GrantRequested(
        new GrantId(id),
        null,
        new GrantRequested.Server.OfWalletAddress(Scene.WALLET),
        Scene.WANTED,
        null,
        null,
        null,
        true);
  }

  @Test
  void the_engine_is_woken_by_what_is_due() throws InterruptedException {
    accept(Scene.request());

    scene.engineSignal.await(Duration.ofDays(1));
    assertThat(scene.store.isEmpty()).isFalse();
  }

  @Test
  void the_relay_is_woken_by_what_is_to_be_published() throws InterruptedException {
    accept(new GrantRevokeRequested(new GrantId("never-seen"), null));

    scene.outboxSignal.await(Duration.ofDays(1));
    assertThat(scene.store.rejected).hasSize(1);
  }

  @Test
  void the_same_request_again_changes_nothing() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    accept(Scene.request());

    assertThat(scene.store.only()).isEqualTo(present);
    assertThat(scene.store.rejected).isEmpty();
  }

  @Test
  void the_same_request_twice_in_one_batch_is_one_grant() {
    accept(Scene.request(), Scene.request());

    assertThat(scene.store.only().version()).isEqualTo(1);
    assertThat(scene.store.rejected).isEmpty();
  }

  @Test
  void another_request_under_the_same_id_is_refused() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    accept(Scene.request(null, Scene.RETURN_URI, null));

    assertThat(scene.store.only()).isEqualTo(present);
    assertRejected(
        new Problem(
            "grantId",
            "A different GrantRequested was accepted under this id before. Repeat that one"
                + " unchanged, or choose another id for another grant."));
  }

  @Test
  void a_request_of_an_unknown_client_is_refused() {
    accept(Scene.request("bank", null, null));

    assertThat(scene.store.isEmpty()).isTrue();
    assertRejected(
        new Problem(
            "client",
            "No client instance of this name is configured. Use a name under grantflow.clients."));
  }

  @Test
  void every_problem_of_a_request_is_told() {
    accept(
        Scene.request("shop", URI.create("https://shop.example/other"), Duration.ofSeconds(86401)));

    assertThat(scene.store.isEmpty()).isTrue();
    assertRejected(
        new Problem(
            "interact.returnUri",
            "It is outside the return URIs that are allowed for client shop. Use an allowed one, or"
                + " add it to grantflow.clients.shop.return-uris."),
        new Problem("expiresIn", "PT24H1S is longer than the PT24H that are allowed here."));
  }

  @Test
  void a_deadline_that_nothing_can_meet_is_refused() {
    accept(Scene.request("shop", null, Duration.ofMillis(999)));

    assertRejected(
        new Problem(
            "expiresIn", "PT0.999S is too short for anything to be decided: give at least PT1S."));
  }

  @Test
  void a_deadline_is_kept_as_exactly_as_the_database_does() {
    accept(Scene.request("shop", null, Duration.ofSeconds(1, 1_999)));

    assertThat(scene.store.only().expiresAt()).isEqualTo(Scene.NOW.plusSeconds(1).plusNanos(1_000));
  }

  @Test
  void an_allowed_return_uri_is_accepted() {
    accept(Scene.request("shop", Scene.RETURN_URI, null));

    assertThat(scene.store.only().request().returnUri()).isEqualTo(Scene.RETURN_URI);
  }

  @Test
  void what_could_not_be_read_is_rejected_and_what_follows_is_accepted() {
    var problem = new Problem("grantId", "It is missing.");

    intake.accept(
        List.of(
            received(new Reading.Invalid(null, List.of(problem))),
            received(new Reading.Valid(Scene.request()))));

    assertThat(scene.store.rejected)
        .extracting(RejectedCommand::event)
        .containsExactly(new GrantCommandRejected(null, List.of(problem), SOURCE));
    assertThat(scene.store.isEmpty()).isFalse();
  }

  @Test
  void a_revocation_of_an_unknown_grant_is_remembered_and_rejected() {
    accept(REVOKE);

    assertThat(scene.store.rememberedRevocations(List.of(Scene.ID))).containsExactly(Scene.ID);
    assertRejected(
        new Problem(
            "grantId",
            "No grant is known under this id. Should its GrantRequested still arrive, the grant is"
                + " revoked at once and never reaches an authorization server."));
  }

  @Test
  void a_request_after_its_revocation_never_becomes_due() {
    accept(REVOKE);

    accept(Scene.request());

    var grant = scene.store.only();
    assertThat(grant.state().status()).isEqualTo(Status.REVOKED);
    assertThat(grant.state().due()).isEmpty();
    assertThat(scene.store.events)
        .containsExactly(new GrantRevoked("revoked before it was requested"));
  }

  @Test
  void a_revocation_overtaken_by_an_answer_is_decided_on_what_that_left() {
    scene.store.put(Scene.grant(Scene.requesting()));
    scene.store.faster.add(() -> scene.store.put(Scene.grant(Scene.pending())));

    accept(REVOKE);

    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Revoking(
                new Cancellation.OfGrant(Scene.CONTINUATION),
                new GrantState.Revoked("order cancelled"),
                Scene.NOW,
                0,
                Scene.NOW));
    assertThat(scene.store.rejected).isEmpty();
  }

  @Test
  void a_revocation_of_a_grant_that_is_over_is_rejected() {
    scene.store.put(Scene.grant(new GrantState.Expired()));

    accept(REVOKE);

    assertRejected(
        new Problem(
            "grantId", "The grant is EXPIRED already and holds nothing that could be revoked."));
  }

  private void accept(GrantCommand... commands) {
    intake.accept(List.of(commands).stream().map(Reading.Valid::new).map(this::received).toList());
  }

  private ReceivedCommand received(Reading reading) {
    return new ReceivedCommand(SOURCE, new byte[0], new byte[0], List.of(), null, reading);
  }

  private void assertRejected(Problem... problems) {
    assertThat(scene.store.rejected)
        .extracting(RejectedCommand::event)
        .containsExactly(new GrantCommandRejected(Scene.ID.value(), List.of(problems), SOURCE));
  }
}
