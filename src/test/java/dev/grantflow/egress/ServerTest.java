package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that is called by the defaults: 32 places; judged by the last ten calls, five at least;
/// left alone for 15 s; tried by three.
class ServerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration OPEN_TIME = Duration.ofSeconds(15);
  private static final String LATE = "as.example: no complete answer within 10000 ms";

  private final MovableTicker time = new MovableTicker();
  private final Server server =
      new Server(
          new Origin("https", "as.example", 443),
          new BulkheadSettings(32),
          EgressSettingsTest.CIRCUIT_DEFAULTS,
          time);

  private void call(Verdict verdict) {
    assertThat(server.enter()).isEmpty();
    server.leave(verdict, LATE, DEADLINE.toNanos());
  }

  private void hang(int calls) {
    IntStream.range(0, calls).forEach(_ -> assertThat(server.enter()).isEmpty());
    time.pass(DEADLINE);
    IntStream.range(0, calls).forEach(_ -> server.leave(Verdict.FAILS, LATE, DEADLINE.toNanos()));
  }

  private HeldBack heldBack() {
    return server.enter().orElseThrow();
  }

  @Test
  void as_many_calls_as_allowed_are_in_flight_and_not_one_more() {
    IntStream.range(0, 32).forEach(_ -> assertThat(server.enter()).isEmpty());

    var heldBack = heldBack();

    assertThat(heldBack.limit()).isEqualTo(Limit.BUSY);
    assertThat(heldBack.why())
        .isEqualTo(
            "as.example: 32 calls are in flight, as many as grantflow.egress.calls-per-server-max"
                + " allows");
    assertThat(heldBack.retryAfter()).isPositive().isLessThan(Duration.ofSeconds(1));
    assertThat(server.isFull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSWERS", "FAILS", "NONE"})
  void a_call_that_is_over_gives_its_place_back(Verdict verdict) {
    IntStream.range(0, 32).forEach(_ -> server.enter());

    server.leave(verdict, LATE, 1);

    assertThat(server.enter()).isEmpty();
  }

  @Test
  void a_server_that_hangs_is_left_alone_after_a_few_calls_that_ran_into_their_deadline() {
    hang(4);
    assertThat(server.circuit()).isEqualTo(State.CLOSED);

    hang(1);

    assertThat(server.circuit()).isEqualTo(State.OPEN);
    var heldBack = heldBack();
    assertThat(heldBack.limit()).isEqualTo(Limit.UNAVAILABLE);
    assertThat(heldBack.why())
        .isEqualTo(LATE + "; it was the last of several such calls, and none is made for a while");
    assertThat(heldBack.retryAfter()).isBetween(OPEN_TIME, OPEN_TIME.plusSeconds(2));
  }

  @Test
  void calls_that_were_given_up_before_the_server_had_a_part_in_them_say_nothing() {
    IntStream.range(0, 100).forEach(_ -> call(Verdict.NONE));

    assertThat(server.circuit()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_server_that_answers_more_than_half_of_the_calls_is_still_called() {
    IntStream.range(0, 20)
        .forEach(
            _ -> {
              call(Verdict.ANSWERS);
              call(Verdict.ANSWERS);
              call(Verdict.FAILS);
            });

    assertThat(server.circuit()).isEqualTo(State.CLOSED);
  }

  @Test
  void answers_that_take_thirty_seconds_keep_the_circuit_closed_and_the_limit_holds() {
    IntStream.range(0, 10)
        .forEach(
            _ -> {
              assertThat(server.enter()).isEmpty();
              time.pass(Duration.ofSeconds(30));
              server.leave(Verdict.ANSWERS, "", Duration.ofSeconds(30).toNanos());
            });

    assertThat(server.circuit()).isEqualTo(State.CLOSED);
  }

  @Test
  void when_its_time_is_over_a_few_real_calls_are_let_through() {
    hang(5);
    heldBack();
    time.pass(OPEN_TIME.plusMillis(1));

    IntStream.range(0, 3).forEach(_ -> assertThat(server.enter()).isEmpty());

    assertThat(heldBack().limit()).isEqualTo(Limit.UNAVAILABLE);
    assertThat(server.circuit()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void a_server_that_nobody_calls_any_more_is_not_said_to_be_left_alone() {
    hang(5);

    time.pass(OPEN_TIME.plusSeconds(5));
    assertThat(server.circuit()).isEqualTo(State.OPEN);
    time.pass(Duration.ofSeconds(6));

    assertThat(server.circuit()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void a_server_that_still_hangs_then_is_left_alone_again() {
    hang(5);
    time.pass(OPEN_TIME.plusMillis(1));

    hang(3);

    assertThat(server.circuit()).isEqualTo(State.OPEN);
    assertThat(heldBack().retryAfter()).isGreaterThan(OPEN_TIME);
  }

  @Test
  void a_server_that_answers_then_is_called_as_before() {
    hang(5);
    time.pass(OPEN_TIME.plusMillis(1));

    IntStream.range(0, 3).forEach(_ -> call(Verdict.ANSWERS));

    assertThat(server.circuit()).isEqualTo(State.CLOSED);
    IntStream.range(0, 32).forEach(_ -> assertThat(server.enter()).isEmpty());
  }

  @Test
  void a_call_that_says_nothing_does_not_use_up_a_trial() {
    hang(5);
    time.pass(OPEN_TIME.plusMillis(1));

    IntStream.range(0, 10).forEach(_ -> call(Verdict.NONE));

    assertThat(server.enter()).isEmpty();
  }

  @Test
  void two_hundred_who_wait_come_back_one_by_one() {
    hang(32);

    var turns = IntStream.range(0, 168).mapToObj(_ -> heldBack().retryAfter()).toList();

    assertThat(turns).isSorted().doesNotHaveDuplicates();
    assertThat(turns.getLast().minus(turns.getFirst()))
        .isBetween(Duration.ofSeconds(20), Duration.ofMinutes(1));
  }
}
