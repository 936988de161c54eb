package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.EgressSettings;
import dev.grantflow.engine.InteractionStarts.Outcome;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardedStartsTest {

  private static final URI CONSENT = URI.create("https://auth.example/interact/1?a=b");
  private static final URI PLAIN = URI.create("http://auth.example/interact/1");

  private final Scene scene = new Scene();
  private final ForwardedStarts starts = scene.starts(Scene.EGRESS);

  @Test
  void forwards_to_the_servers_redirect_as_often_as_it_is_asked_and_changes_nothing() {
    var present = scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));
    var forward =
        new Outcome.Forward(CONSENT, CallbackIds.startKeyOf(Scene.START_ID), Scene.DEADLINE);

    assertThat(starts.start(Scene.START_ID)).isEqualTo(forward);
    assertThat(starts.start(Scene.START_ID)).isEqualTo(forward);

    assertThat(scene.store.only()).isEqualTo(present);
    assertThat(scene.meters.counter("grantflow.starts", "outcome", "forwarded").count())
        .isEqualTo(2);
  }

  @Test
  void neither_the_grants_id_nor_the_callbacks_begins_anything() {
    scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));

    assertThat(starts.start(Secret.of(Scene.ID.value()))).isEqualTo(new Outcome.UnknownStart());
    assertThat(starts.start(Scene.CALLBACK_ID)).isEqualTo(new Outcome.UnknownStart());
    assertThat(starts.start(Secret.of(""))).isEqualTo(new Outcome.UnknownStart());
  }

  static Stream<GrantState> over() {
    return Stream.of(
        Scene.approved(),
        new GrantState.Finalized(Scene.ISSUE, Scene.CONTINUATION),
        new GrantState.Rejected(GrantError.of("user_denied", "no")),
        new GrantState.Expired());
  }

  @ParameterizedTest
  @MethodSource("over")
  void forwards_nobody_once_the_grant_is_decided(GrantState state) {
    scene.store.put(Scene.bound(state));

    assertThat(starts.start(Scene.START_ID)).isEqualTo(new Outcome.Over());
  }

  @Test
  void forwards_nobody_after_the_deadline() {
    scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));
    scene.time.pass(Duration.between(Scene.NOW, Scene.DEADLINE));

    assertThat(starts.start(Scene.START_ID)).isEqualTo(new Outcome.Over());
  }

  @Test
  void forwards_to_plain_http_only_where_servers_may_be_called_by_it() {
    scene.store.put(Scene.bound(Scene.forwarded(PLAIN)));
    var open =
        new EgressSettings(
            Scene.EGRESS.connectTimeout(),
            Scene.EGRESS.deadline(),
            Scene.EGRESS.bodyBytesMax(),
            Scene.EGRESS.connectionsPerHostMax(),
            Scene.EGRESS.connectionsMax(),
            true,
            true,
            true);

    assertThat(starts.start(Scene.START_ID)).isEqualTo(new Outcome.Over());
    assertThat(scene.starts(open).start(Scene.START_ID))
        .isEqualTo(
            new Outcome.Forward(PLAIN, CallbackIds.startKeyOf(Scene.START_ID), Scene.DEADLINE));
  }
}
