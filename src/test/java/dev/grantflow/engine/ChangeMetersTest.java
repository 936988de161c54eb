package dev.grantflow.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeMetersTest {

  private static final Instant LATER = Scene.NOW.plusSeconds(7);
  private static final GrantState FINALIZED =
      new GrantState.Finalized(Scene.ISSUE, Scene.CONTINUATION);
  private static final GrantError DENIED = GrantError.of("user_denied", "No.");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChangeMeters changes = new ChangeMeters(meters);

  @Test
  void from_the_request_to_where_the_resource_owner_is_waited_for() {
    change(Scene.requesting(), Scene.pending());

    assertThat(meters.get("grantflow.grant.pending").timer().totalTime(SECONDS)).isEqualTo(7);
    assertThat(meters.find("grantflow.grant.decided").timers()).isEmpty();
  }

  @Test
  void from_the_request_to_the_first_decision() {
    change(Scene.approved(), FINALIZED);

    assertThat(decided("finalized")).isEqualTo(7);
  }

  @Test
  void a_denial_that_was_undone_at_the_server_is_a_decision() {
    change(revoking(new GrantState.Rejected(DENIED)), new GrantState.Rejected(DENIED));

    assertThat(decided("rejected")).isEqualTo(7);
  }

  @Test
  void what_may_have_been_granted_before_is_not_decided_once_more() {
    change(FINALIZED, revoking(new GrantState.Revoked(null)));
    change(revoking(new GrantState.Revoked(null)), new GrantState.Revoked(null));
    change(FINALIZED, FINALIZED);

    assertThat(meters.find("grantflow.grant.decided").timers()).isEmpty();
  }

  @Test
  void a_grant_that_is_requested_anew_was_decided_before() {
    var renewing = new GrantState.Renewing(1, 1, null, Scene.LEASE_END);

    changes.count(new Change.Made(renewed(renewing), renewed(FINALIZED), "issued", true), LATER);

    assertThat(meters.find("grantflow.grant.decided").timers()).isEmpty();
    assertThat(
            meters
                .get("grantflow.grant.changes")
                .tags("from", "REQUESTED", "to", "FINALIZED")
                .counter()
                .count())
        .isOne();
  }

  private void change(GrantState from, GrantState to) {
    changes.count(new Change.Made(Scene.grant(from), Scene.grant(to), "cause", true), LATER);
  }

  private double decided(String outcome) {
    return meters.get("grantflow.grant.decided").tag("outcome", outcome).timer().totalTime(SECONDS);
  }

  private static GrantState revoking(GrantState.Terminal ending) {
    return new GrantState.Revoking(
        new Cancellation.OfGrant(Scene.CONTINUATION), ending, Scene.NOW, 1, Scene.LEASE_END);
  }

  /// Its time counts anew: it may take its fifteen minutes from a later moment.
  private static Grant renewed(GrantState state) {
    return new Grant(
        Scene.ID,
        new ClientName("shop"),
        Scene.request(),
        state,
        Scene.NOW,
        Scene.DEADLINE.plusSeconds(5),
        Scene.ENDPOINT,
        null,
        1,
        1,
        null,
        true,
        Duration.between(Scene.NOW, Scene.DEADLINE));
  }
}
