package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Terminal;
import dev.grantflow.grant.GrantState.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every state and every input.
class GrantLifecycleTest {

  private static final Set<String> LEFT_IN_PART =
      Set.of("Finalized, partly revocable", "Revoking, as far as possible");

  private static final Set<String> COMMANDS =
      Set.of("revoke", "rotate token", "revoke token", "revoke labelled token");

  private static final int WALK_STEPS = 60;

  static Stream<StateMachine.Step> steps() {
    return StateMachine.steps();
  }

  static Stream<StateMachine.Step> changes() {
    return steps().filter(step -> step.decision() instanceof Transition);
  }

  static Stream<StateMachine.Step> endings() {
    return changes().filter(step -> next(step).state() instanceof Terminal);
  }

  static Stream<StateMachine.Step> afterTheEnd() {
    return steps().filter(step -> step.before().state() instanceof Terminal);
  }

  static Stream<StateMachine.Step> undecided() {
    return changes()
        .filter(step -> next(step).state() instanceof Timed)
        .filter(step -> !(next(step).state() instanceof Revoking))
        .filter(step -> !(next(step).state() instanceof Retiring));
  }

  static IntStream walks() {
    return IntStream.range(0, 200);
  }

  static Stream<Arguments> revocable() {
    return Grants.states().entrySet().stream()
        .filter(state -> !(state.getValue() instanceof Terminal))
        .filter(state -> !state.getKey().equals("Finalized, irrevocable"))
        .flatMap(
            state ->
                answersInFlight(state.getValue())
                    .map(answer -> Arguments.of(state.getKey(), state.getValue(), answer)));
  }

  @Test
  void knows_every_state_there_is() {
    assertThat(kinds(Grants.states().values().stream()))
        .containsAll(kindsOf(GrantState.class).toList());
  }

  @Test
  void knows_every_input_there_is() {
    assertThat(kinds(Grants.inputs().values().stream())).containsAll(kindsOf(Input.class).toList());
  }

  @Test
  void knows_every_answer_there_is() {
    assertThat(kinds(Grants.answers().values().stream()))
        .containsAll(kindsOf(Answer.class).toList());
  }

  @Test
  void knows_every_cancellation_there_is() {
    var cancellations =
        Grants.states().values().stream()
            .filter(Revoking.class::isInstance)
            .map(state -> ((Revoking) state).cancellation());

    assertThat(kinds(cancellations)).containsAll(kindsOf(Cancellation.class).toList());
  }

  @ParameterizedTest
  @MethodSource("afterTheEnd")
  void nothing_changes_a_terminal_state(StateMachine.Step step) {
    assertThat(step.decision()).isInstanceOfAny(Stay.class, Refuse.class);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_change_is_a_change(StateMachine.Step step) {
    assertThat(next(step).state()).isNotEqualTo(step.before().state());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void only_an_ending_tells_of_an_end(StateMachine.Step step) {
    var ended = next(step).state() instanceof Terminal;

    assertThat(events(step).stream().filter(GrantLifecycleTest::tellsOfAnEnd))
        .hasSize(ended ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void an_ending_tells_of_itself_alone(StateMachine.Step step) {
    assertThat(events(step)).containsExactly(Moves.eventOf((Terminal) next(step).state()));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void nothing_is_due_after_an_ending(StateMachine.Step step) {
    assertThat(next(step).state().due()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void what_a_grant_is_never_changes(StateMachine.Step step) {
    var before = step.before();

    assertThat(next(step))
        .extracting(
            Grant::id,
            Grant::client,
            Grant::request,
            Grant::acceptedAt,
            Grant::version,
            Grant::traceparent)
        .containsExactly(
            before.id(),
            before.client(),
            before.request(),
            before.acceptedAt(),
            before.version(),
            before.traceparent());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void only_a_renewal_has_a_deadline_of_its_own(StateMachine.Step step) {
    var begins =
        next(step).state() instanceof Renewable
            && !(step.before().state() instanceof GrantState.Renewing);

    assertThat(next(step).expiresAt().equals(step.before().expiresAt())).isNotEqualTo(begins);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void only_what_is_due_is_claimed(StateMachine.Step step) {
    var calls = step.happening().startsWith("due") && !(next(step).state() instanceof Terminal);

    assertThat(next(step).claim()).isEqualTo(step.before().claim() + (calls ? 1 : 0));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void an_undecided_grant_is_looked_at_again_by_its_deadline(StateMachine.Step step) {
    assertThat(((Timed) next(step).state()).dueAt()).isBeforeOrEqualTo(DEADLINE);
  }

  @Test
  void only_a_command_is_ever_refused() {
    assertThat(steps().filter(step -> step.decision() instanceof Refuse))
        .isNotEmpty()
        .allMatch(step -> COMMANDS.contains(step.happening()));
  }

  @ParameterizedTest(name = "{0}, settled by {2}")
  @MethodSource("revocable")
  void a_revocation_ends_as_it_can_when_the_server_confirms(
      String name, GrantState state, Optional<Answer> settledBy) {
    var grant = after(Grants.grant(state), REVOKE, NOW);
    var isLeft = settledBy.equals(Optional.of(Grants.UNUSABLE_AND_LEFT)) && isUnreached(grant);
    grant = settledBy.isEmpty() ? grant : after(grant, settledBy.get());
    while (grant.state() instanceof Timed timed) {
      grant = after(grant, Grants.DUE, timed.dueAt());
      grant = grant.state() instanceof Terminal ? grant : after(grant, Grants.GONE);
    }

    assertThat(grant.state())
        .isEqualTo(
            isLeft
                ? new Failed(Grants.LEFT)
                : LEFT_IN_PART.contains(name) ? new Failed(Grants.INCOMPLETE) : REVOKED);
  }

  /// What a rotation left goes with its grant, what a request or a continuation left stays.
  private static boolean isUnreached(Grant grant) {
    return grant.state() instanceof GrantState.Revoking(var what, _, _, _, _)
        && (what instanceof Cancellation.OfUnansweredRequest
            || what instanceof Cancellation.OfUnansweredContinuation);
  }

  /// Whatever happens in whatever order: a grant pends and is finalized at most once, ends at most
  /// once, and tells of nothing after its end.
  @ParameterizedTest
  @MethodSource("walks")
  void no_grant_ends_twice(int seed) {
    var told = walk(new Random(seed));

    assertThat(told.stream().filter(GrantPending.class::isInstance)).hasSizeLessThanOrEqualTo(1);
    assertThat(told.stream().filter(GrantFinalized.class::isInstance)).hasSizeLessThanOrEqualTo(1);
    assertThat(told.stream().limit(Math.max(0, told.size() - 1)))
        .noneMatch(GrantLifecycleTest::tellsOfAnEnd);
  }

  @Test
  void some_grants_end_in_every_way() {
    assertThat(walks().boxed().flatMap(seed -> walk(new Random(seed)).stream()))
        .extracting(GrantEvent.OfGrant::getClass)
        .contains(
            GrantPending.class,
            GrantFinalized.class,
            GrantRejected.class,
            GrantExpired.class,
            GrantFailed.class,
            GrantRevoked.class);
  }

  private static List<GrantEvent.OfGrant> walk(Random random) {
    var inputs = List.copyOf(Grants.inputs().values());
    var grant = Grants.fresh(Grants.requested());
    var now = NOW;
    var told = new ArrayList<GrantEvent.OfGrant>();
    for (var step = 0; step < WALK_STEPS; step++) {
      var input =
          random.nextInt(3) == 0
              ? new Input.Due(now.plus(Duration.ofMinutes(1)))
              : inputs.get(random.nextInt(inputs.size()));
      if (input instanceof Input.Revoke && random.nextInt(4) > 0) {
        continue;
      }
      if (decide(grant, input, now) instanceof Transition(var next, var events, _)) {
        grant = next;
        told.addAll(events);
      }
      now = later(random, grant, now);
    }
    return told;
  }

  private static Instant later(Random random, Grant grant, Instant now) {
    var soon = now.plusSeconds(random.nextInt(5));
    return grant.state() instanceof Timed timed && random.nextBoolean()
        ? Moves.later(soon, Moves.earlier(timed.dueAt(), now.plus(Duration.ofMinutes(5))))
        : soon;
  }

  /// What may settle the call that is in flight when the revocation comes: nothing, or an answer.
  private static Stream<Optional<Answer>> answersInFlight(GrantState state) {
    var sorts =
        switch (state) {
          case GrantState.Requesting _, GrantState.Renewing _ -> Stream.of(Answer.ToRequest.class);
          case GrantState.Continuing _ -> Stream.of(Answer.ToContinue.class);
          case GrantState.Rotating _ -> Stream.of(Answer.ToRotate.class);
          case Revoking(OfUnansweredRotation _, _, _, _, _) -> Stream.of(Answer.ToRotate.class);
          case Revoking(OfUnansweredRequest _, _, _, _, _) -> Stream.of(Answer.ToRequest.class);
          case Revoking(OfUnansweredContinuation _, _, _, _, _) ->
              Stream.of(Answer.ToContinue.class);
          case GrantState _ -> Stream.<Class<? extends Answer>>empty();
        };
    var settling = sorts.flatMap(sort -> Answers.all().filter(sort::isInstance));
    return Stream.concat(Stream.of(Optional.empty()), settling.map(Optional::of));
  }

  private static Grant after(Grant grant, Answer answer) {
    return after(grant, new Input.Answered(answer), LEASE_END);
  }

  private static Grant after(Grant grant, Input input, Instant now) {
    return decide(grant, input, now) instanceof Transition(var next, _, _) ? next : grant;
  }

  private static Grant next(StateMachine.Step step) {
    return ((Transition) step.decision()).next();
  }

  private static List<GrantEvent.OfGrant> events(StateMachine.Step step) {
    return ((Transition) step.decision()).events();
  }

  private static boolean tellsOfAnEnd(GrantEvent.OfGrant event) {
    return switch (event) {
      case GrantPending _, GrantFinalized _ -> false;
      case GrantEvent.GrantTokenRotated _, GrantEvent.GrantTokenExpired _ -> false;
      case GrantEvent.GrantTokenRevoked _, GrantEvent.GrantTokenChangeFailed _ -> false;
      case GrantRejected _, GrantExpired _, GrantFailed _, GrantRevoked _ -> true;
    };
  }

  private static List<Class<?>> kinds(Stream<?> values) {
    return values.<Class<?>>map(Object::getClass).toList();
  }

  private static Stream<Class<?>> kindsOf(Class<?> sealed) {
    return sealed.isSealed()
        ? Stream.of(sealed.getPermittedSubclasses()).flatMap(GrantLifecycleTest::kindsOf)
        : Stream.of(sealed);
  }
}
