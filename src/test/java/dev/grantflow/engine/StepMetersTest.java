package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.GnapCalls.Made;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepMetersTest {

  private static final GrantError BUSY = GrantError.of("server_busy", "Nothing was sent.");
  private static final GrantError TOO_FAST = new GrantError("too_fast", "Wait.", 400);
  private static final Answer.NotNow NOT_SENT = new Answer.NotNow(BUSY, null);
  private static final Grant REQUESTING = Scene.grant(Scene.requesting());

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StepMeters steps = new StepMeters(meters, new ServerTags());

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(new Answer.Issued(Scene.ISSUE, null, null), "issued"),
        Arguments.of(new Answer.StillPending(Scene.CONTINUATION, null), "pending"),
        Arguments.of(new Answer.Denied(TOO_FAST), "denied"),
        Arguments.of(new Answer.Refused(TOO_FAST), "refused"),
        Arguments.of(new Answer.Gone(), "gone"),
        Arguments.of(new Answer.NotNow(TOO_FAST, null), "not_now"),
        Arguments.of(NOT_SENT, "not_sent"),
        Arguments.of(new Answer.Unknown(BUSY), "unknown"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void a_step_is_counted_by_what_came_of_it_and_where(Answer answer, String outcome) {
    steps.timed(REQUESTING, () -> Optional.of(new Made(REQUESTING, answer, Scene.ENDPOINT)));

    assertThat(took("request", outcome, "auth.example")).isOne();
  }

  @Test
  void a_step_that_did_not_find_out_its_server_says_so() {
    steps.timed(REQUESTING, () -> Optional.of(new Made(REQUESTING, NOT_SENT)));

    assertThat(took("request", "not_sent", "unknown")).isOne();
  }

  @Test
  void servers_that_were_refused_before_a_call_use_up_no_names() {
    var refused = new Answer.Refused(GrantError.of("server_not_allowed", "Nothing was sent."));
    for (int i = 0; i < ServerTags.SERVERS_MAX; i++) {
      var made = new Made(REQUESTING, refused, URI.create("https://as-" + i + ".example/"));
      steps.timed(REQUESTING, () -> Optional.of(made));
    }
    var issued = new Answer.Issued(Scene.ISSUE, null, null);

    steps.timed(REQUESTING, () -> Optional.of(new Made(REQUESTING, issued, Scene.ENDPOINT)));

    assertThat(took("request", "refused", "unknown")).isEqualTo(ServerTags.SERVERS_MAX);
    assertThat(took("request", "issued", "auth.example")).isOne();
  }

  @Test
  void a_fault_is_an_outcome_and_goes_on_up() {
    assertThatThrownBy(
            () ->
                steps.timed(
                    REQUESTING,
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");

    assertThat(took("request", "fault", "unknown")).isOne();
  }

  @Test
  void a_step_that_makes_no_call_is_none() {
    steps.timed(REQUESTING, Optional::empty);

    assertThat(meters.find("grantflow.step").timers()).isEmpty();
  }

  @Test
  void a_poll_is_told_from_a_continuation() {
    var polling = new GrantState.Continuing(Scene.CONTINUATION, null, 2, Scene.LEASE_END);
    var grant = Scene.grant(polling);

    steps.timed(grant, () -> Optional.of(new Made(grant, NOT_SENT)));

    assertThat(took("poll", "not_sent", "unknown")).isOne();
  }

  @Test
  void a_step_that_brought_nothing_and_is_due_again_is_a_retry() {
    steps.settled(REQUESTING, NOT_SENT, Scene.grant(new GrantState.Requested(1, BUSY, Scene.NOW)));

    assertThat(retries("request")).isOne();
  }

  @Test
  void one_that_brought_something_or_ended_its_grant_is_none() {
    var issued = new Answer.Issued(Scene.ISSUE, null, null);
    steps.settled(REQUESTING, issued, Scene.grant(new GrantState.Requested(1, null, Scene.NOW)));
    steps.settled(REQUESTING, NOT_SENT, Scene.grant(new GrantState.Failed(BUSY)));

    assertThat(retries("request")).isZero();
  }

  private long took(String step, String outcome, String server) {
    return meters
        .get("grantflow.step")
        .tags("step", step, "outcome", outcome, "server", server)
        .timer()
        .count();
  }

  private double retries(String step) {
    return meters.get("grantflow.retries").tag("step", step).counter().count();
  }
}
