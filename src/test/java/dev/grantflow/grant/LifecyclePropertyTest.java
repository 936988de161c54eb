package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.GrantState.Terminal;
import dev.grantflow.grant.Way.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/// What holds whatever happens to a grant, in whichever order and at whichever time.
class LifecyclePropertyTest {

  private static final List<Class<? extends GrantState>> STATES =
      List.of(
          Requested.class,
          Requesting.class,
          Pending.class,
          Polling.class,
          Approved.class,
          Continuing.class,
          Finalized.class,
          Rotating.class,
          RevokingToken.class,
          Retiring.class,
          Renewable.class,
          Renewing.class,
          Revoking.class,
          Rejected.class,
          Expired.class,
          Failed.class,
          Revoked.class);

  @Provide
  Arbitrary<List<Act>> acts() {
    return Act.any().list().ofMaxSize(40);
  }

  /// So many that each state is met in every build: some are met by one way in hundreds.
  @Property(tries = 5_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void random_ways_lead_everywhere(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    Way.toRest(acts, seed)
        .forEach(step -> Statistics.collect(step.after().state().getClass().getSimpleName()));

    Statistics.coverage(
        it ->
            STATES.forEach(
                state -> it.check(state.getSimpleName()).count((Integer count) -> count > 0)));
  }

  @Property
  void terminal_states_never_change(@ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(step -> step.before().state() instanceof Terminal)
        .noneMatch(Step::changes);
  }

  /// Neither as a secret nor in any of its texts.
  @Property
  void an_ended_grant_has_nothing_due_and_holds_no_secret(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var met = new HashSet<String>();
    for (var step : Way.toRest(acts, seed)) {
      Stream.of(step.before(), step.input())
          .flatMap(Secrets::in)
          .map(Secret::reveal)
          .forEach(met::add);
      if (step.after().state() instanceof Terminal ended) {
        assertThat(ended.due()).isEmpty();
        assertThat(Secrets.in(step.after())).isEmpty();
        assertThat(met).noneMatch(step.after().toString()::contains);
      }
    }
  }

  @Property
  void comes_to_rest_when_the_server_stays_silent(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var steps = Way.toRest(acts, seed);

    assertThat(steps.isEmpty() ? Grants.requested() : steps.getLast().after().state())
        .isInstanceOfAny(Terminal.class, Finalized.class);
  }

  @Property
  void a_revocation_ends_in_revoked_or_in_a_truthful_failure(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var steps = Way.toRest(acts, seed);
    var accepted =
        steps.stream()
            .filter(step -> step.input() instanceof Input.Revoke)
            .anyMatch(step -> !(step.decision() instanceof Refuse));

    var end = steps.isEmpty() ? Grants.requested() : steps.getLast().after().state();
    if (accepted) {
      assertThat(end instanceof Revoked || isTruthfulFailure(end)).as("%s", end).isTrue();
    } else if (steps.stream().noneMatch(it -> it.input() instanceof Input.RevokeToken)) {
      assertThat(end).isNotInstanceOf(Revoked.class);
    }
  }

  @Property
  void a_revocation_is_refused_only_where_nothing_could_be_revoked(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.of(acts, seed))
        .filteredOn(step -> step.decision() instanceof Refuse)
        .filteredOn(step -> step.input() instanceof Input.Revoke)
        .allSatisfy(step -> assertThat(isIrrevocable(step.before().state())).isTrue());
  }

  /// Few ways lead to an answer that may have left a token while a grant is being undone.
  @Property(tries = 5_000)
  void nothing_is_told_as_revoked_while_a_token_lives_on(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var leaves = false;
    for (var step : Way.toRest(acts, seed)) {
      if (step.changes() && step.input() instanceof Input.Answered(var answer)) {
        leaves |= leavesTokens(answer, step.before().state());
      }
      if (step.beginsRenewal()) {
        leaves = false;
      }
      assertThat(leaves && step.changes() && step.after().state() instanceof Revoked)
          .as("%s", step)
          .isFalse();
    }
  }

  @Property
  void what_is_undone_at_the_server_ends_only_when_the_server_confirms(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(
            step ->
                step.before().state() instanceof Revoking(var what, var ending, _, _, _)
                    && (what instanceof OfGrant || what instanceof OfTokens)
                    && step.after().state().equals(ending))
        .allMatch(
            step ->
                step.input() instanceof Input.Answered(var answer)
                    && answer instanceof Answer.Gone);
  }

  @Property
  void a_continuation_is_sent_again_only_when_it_was_not_processed(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var open = false;
    for (var step : Way.toRest(acts, seed)) {
      if (step.announces() && step.after().state() instanceof Continuing) {
        assertThat(open).as("sent, and not known to have been left alone: %s", step).isFalse();
        open = true;
      }
      if (step.changes()
          && step.before().state() instanceof Continuing
          && step.input() instanceof Input.Answered(var answer)
          && (answer instanceof Answer.NotNow || answer instanceof Answer.StillPending)) {
        open = false;
      }
    }
  }

  @Property
  void no_cancellation_is_due_while_a_continuation_or_rotation_may_be_at_the_server(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    var until = Instant.MIN;
    for (var step : Way.toRest(acts, seed)) {
      if (step.announces() && step.after().state() instanceof Continuing(_, _, _, var leaseEnd)) {
        until = leaseEnd;
      }
      if (step.announces() && step.after().state() instanceof Rotating(_, _, var leaseEnd)) {
        until = leaseEnd;
      }
      if (step.changes() && step.settles()) {
        until = Instant.MIN;
      }
      if (step.after().state() instanceof Revoking(var what, _, _, _, var dueAt)
          && (what instanceof OfGrant || what instanceof OfTokens)) {
        assertThat(dueAt).as("%s", step).isAfterOrEqualTo(until);
        assertThat(step.announces() && step.at().isBefore(until)).as("%s", step).isFalse();
      }
      if (step.after().state() instanceof Retiring(_, _, _, _, var dueAt)) {
        assertThat(dueAt).as("%s", step).isAfterOrEqualTo(until);
        assertThat(step.announces() && step.at().isBefore(until)).as("%s", step).isFalse();
      }
    }
  }

  @Property
  void past_the_deadline_nothing_is_called_but_cancellations(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(Step::changes)
        .allSatisfy(
            step -> {
              var deadline = step.after().expiresAt();
              switch (step.after().state()) {
                case Requesting _, Renewing _, Continuing _ ->
                    assertThat(step.at()).isBefore(deadline);
                case Renewable(_, _, _, var due) -> assertThat(due).isBeforeOrEqualTo(deadline);
                case Requested(_, _, var due) -> assertThat(due).isBeforeOrEqualTo(deadline);
                case Pending(_, _, var due) -> assertThat(due).isBeforeOrEqualTo(deadline);
                case Polling(_, _, _, var due) -> assertThat(due).isBeforeOrEqualTo(deadline);
                case Approved(_, _, _, _, var due) -> assertThat(due).isBeforeOrEqualTo(deadline);
                case Finalized _, Rotating _, RevokingToken _ -> {}
                case Retiring _, Revoking _, Terminal _ -> {}
              }
            });
  }

  @Property
  void a_continuation_is_never_sent_before_the_wait_is_over(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(Step::announces)
        .allSatisfy(
            step -> {
              if (step.after().state() instanceof Continuing(var continuation, _, _, _)) {
                assertThat(step.at()).isAfterOrEqualTo(continuation.notBefore());
              }
            });
  }

  @Property
  void a_call_is_repeated_within_the_backoff_and_no_earlier_than_the_server_asked(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(step -> step.changes() && step.input() instanceof Input.Answered)
        .allSatisfy(
            step -> {
              if (step.input() instanceof Input.Answered(Answer.NotNow(_, var asked))
                  && step.after().state() instanceof GrantState.Timed next
                  && !isSettling(step)) {
                var least = Objects.requireNonNullElse(asked, Duration.ZERO);
                assertThat(next.dueAt())
                    .isAfterOrEqualTo(earliest(step, step.at().plus(least)))
                    .isBeforeOrEqualTo(step.at().plus(least.compareTo(cap()) > 0 ? least : cap()));
              }
            });
  }

  @Property
  void a_claimed_grant_is_left_alone_until_its_lease_ends(
      @ForAll("acts") List<Act> acts, @ForAll long seed) {
    assertThat(Way.toRest(acts, seed))
        .filteredOn(Step::announces)
        .allSatisfy(
            step -> {
              assertThat(step.after().state().due()).contains(step.at().plus(Way.LEASE));
              assertThat(step.after().claim()).isEqualTo(step.before().claim() + 1);
            });
  }

  private static boolean isTruthfulFailure(GrantState state) {
    return state instanceof Failed(var error)
        && (error.code().startsWith("revocation_") || error.equals(Grants.LEFT));
  }

  private static boolean isIrrevocable(GrantState state) {
    return switch (state) {
      case Finalized(var issue, var continuation, _) ->
          continuation == null
              && issue.accessTokens().stream().allMatch(token -> token.manage() == null);
      case RevokingToken(var held, _, _) -> held.continuation() == null;
      case Rejected _, Expired _, Failed _ -> true;
      case GrantState _ -> false;
    };
  }

  /// What a rotation left is undone with the grant, where that has a continuation.
  private static boolean leavesTokens(Answer answer, GrantState before) {
    return switch (answer) {
      case Answer.Issued(var issue, var continuation, _) ->
          continuation == null
              && issue.accessTokens().stream().anyMatch(token -> token.manage() == null);
      case Answer.Unusable(_, _, var mayLeaveToken) ->
          mayLeaveToken
              && switch (before) {
                case Rotating(var held, _, _) -> held.continuation() == null;
                case Revoking(OfUnansweredRotation(var held, _), _, _, _, _) ->
                    held.continuation() == null;
                case GrantState _ -> true;
              };
      case Answer _ -> false;
    };
  }

  /// Whether the answer told only that a cancellation may be sent now.
  private static boolean isSettling(Step step) {
    return step.before().state() instanceof Revoking(var what, _, _, _, _)
        && (what instanceof OfUnansweredContinuation || what instanceof OfUnansweredRotation);
  }

  /// What a server asks for gives way to the deadline and to the revocation limit.
  private static Instant earliest(Step step, Instant asked) {
    var bound =
        switch (step.after().state()) {
          case Revoking(_, _, var since, _, _) -> since.plus(Way.REVOCATION_LIMIT);
          case Retiring(_, _, var since, _, _) -> since.plus(Way.REVOCATION_LIMIT);
          case GrantState _ -> step.after().expiresAt();
        };
    return asked.isBefore(bound) ? asked : bound;
  }

  private static Duration cap() {
    return Way.BACKOFF.cap();
  }
}
