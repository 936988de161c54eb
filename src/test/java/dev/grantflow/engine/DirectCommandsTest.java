package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectCommandsTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final GrantRevokeRequested REVOKE =
      new GrantRevokeRequested(Scene.ID, "order cancelled");

  @TempDir Path folder;

  private final Scene scene = new Scene();

  @SuppressWarnings("NullAway.Init")
  private DirectCommands desk;

  @BeforeEach
  void configure() {
    desk = scene.desk(Scene.shop(folder));
  }

  @Test
  void a_request_becomes_a_grant_that_is_due_now_and_belongs_to_its_trace()
      throws InterruptedException {
    var answer = desk.take(Scene.request(), TRACE);

    assertThat(answer).isEqualTo(new Answer.Accepted(scene.store.only()));
    assertThat(scene.store.only().state()).isEqualTo(new GrantState.Requested(0, null, Scene.NOW));
    assertThat(scene.store.only().traceparent()).isEqualTo(TRACE);
    scene.engineSignal.await(Duration.ofDays(1));
  }

  @Test
  void the_same_request_again_is_answered_with_the_grant_as_it_stands() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    assertThat(desk.take(Scene.request(), null)).isEqualTo(new Answer.Unchanged(present));
    assertThat(scene.store.only()).isEqualTo(present);
  }

  /// A token that names one client instance has its name put into the request.
  @Test
  void the_same_request_again_may_name_the_client_that_it_left_to_the_configuration() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    assertThat(desk.take(Scene.request("shop", null, null), null))
        .isEqualTo(new Answer.Unchanged(present));
    assertThat(why(desk.take(Scene.request("kiosk", null, null), null))).isEqualTo(Why.TAKEN);
    assertThat(why(desk.take(Scene.request("shop", Scene.RETURN_URI, null), null)))
        .isEqualTo(Why.TAKEN);
  }

  @Test
  void the_same_request_again_may_leave_to_the_configuration_the_client_that_it_named() {
    var named = Scene.request("shop", null, null);
    var present = scene.store.put(Scene.grant(named, Scene.pending()));

    assertThat(desk.take(Scene.request(), null)).isEqualTo(new Answer.Unchanged(present));
  }

  @Test
  void a_refusal_is_answered_and_leaves_neither_an_event_nor_a_dead_letter() {
    scene.store.put(Scene.grant(Scene.pending()));

    var other = desk.take(Scene.request(null, Scene.RETURN_URI, null), null);

    assertThat(why(other)).isEqualTo(Why.TAKEN);
    assertThat(scene.store.rejected).isEmpty();
    assertThat(scene.store.events).isEmpty();
  }

  @Test
  void a_request_that_is_not_allowed_is_refused_with_the_field() {
    var answer =
        desk.take(Scene.request("shop", URI.create("https://shop.example/other"), null), null);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(Why.INVALID);
              assertThat(refused.problems())
                  .extracting(Problem::field)
                  .containsExactly("interact.returnUri");
            });
    assertThat(scene.store.isEmpty()).isTrue();
  }

  @Test
  void a_revocation_of_an_unknown_grant_is_refused_and_not_remembered() {
    var answer = desk.take(REVOKE, null);

    assertThat(answer)
        .isEqualTo(
            new Answer.Refused(
                Why.UNKNOWN, List.of(new Problem("grantId", "No grant is known under this id."))));
    assertThat(scene.store.rememberedRevocations(List.of(Scene.ID))).isEmpty();
  }

  @Test
  void a_revocation_is_accepted_once_and_unchanged_after() {
    scene.store.put(Scene.grant(new GrantState.Requested(0, null, Scene.NOW)));

    var first = desk.take(REVOKE, null);
    var second = desk.take(REVOKE, null);

    assertThat(first).isEqualTo(new Answer.Accepted(scene.store.only()));
    assertThat(second).isEqualTo(new Answer.Unchanged(scene.store.only()));
    assertThat(scene.store.events).containsExactly(new GrantRevoked("order cancelled"));
  }

  @Test
  void a_grant_that_has_ended_otherwise_cannot_be_revoked() {
    scene.store.put(Scene.grant(new GrantState.Expired()));

    assertThat(why(desk.take(REVOKE, null))).isEqualTo(Why.STATE);
  }

  @Test
  void a_request_whose_revocation_came_by_another_way_before_ends_at_once() {
    scene.store.rememberRevocation(Scene.ID, Scene.NOW);

    var answer = desk.take(Scene.request(), null);

    assertThat(answer).isEqualTo(new Answer.Accepted(scene.store.only()));
    assertThat(scene.store.only().state().status()).isEqualTo(Status.REVOKED);
  }

  @Test
  void a_transaction_that_fails_is_tried_again() {
    failing(2);

    assertThat(desk.take(Scene.request(), null)).isEqualTo(new Answer.Accepted(scene.store.only()));
  }

  @Test
  void a_database_that_stays_away_is_told_after_a_few_tries() {
    failing(3);

    assertThatThrownBy(() -> desk.take(Scene.request(), null)).isInstanceOf(Scene.Away.class);
    assertThat(scene.store.isEmpty()).isTrue();
  }

  private void failing(int times) {
    var left = new int[] {times};
    scene.store.whenRead =
        () -> {
          if (left[0]-- > 0) {
            throw new Scene.Away();
          }
        };
  }

  private static Why why(Answer answer) {
    return answer instanceof Answer.Refused(var why, _) ? why : throwUnexpected(answer);
  }

  private static Why throwUnexpected(Answer answer) {
    throw new AssertionError("not refused: " + answer);
  }
}
