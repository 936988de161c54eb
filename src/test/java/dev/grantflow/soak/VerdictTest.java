package dev.grantflow.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Finding;
import dev.grantflow.sandbox.audit.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Report HELD = report(1);
  private static final Plan PLAN = Plan.of(new Options(Duration.ofMinutes(1), 42, 600));

  @Test
  void is_clean_when_all_held_and_enough_was_done() {
    assertThat(verdict(HELD, List.of(new Demand("tokens", 5, 5))).isClean()).isTrue();
  }

  @Test
  void is_red_when_an_invariant_was_held_against_nothing() {
    var verdict = verdict(report(0), List.of());

    assertThat(verdict.isClean()).isFalse();
    assertThat(verdict.lines()).contains("RED  had no case to be looked at: all is well");
  }

  @Test
  void is_red_when_too_little_was_done() {
    var verdict = verdict(HELD, List.of(new Demand("tokens", 4, 5)));

    assertThat(verdict.isClean()).isFalse();
    assertThat(verdict.lines()).contains("RED  tokens: 4, at least 5");
  }

  @Test
  void says_what_was_skipped_without_being_red_for_it() {
    var verdict =
        new Verdict(HELD, List.of(), List.of("harm X"), List.of(), Optional.empty(), List.of());

    assertThat(verdict.isClean()).isTrue();
    assertThat(verdict.lines()).contains("skip harm X");
  }

  @Test
  void demands_everything_of_a_run_in_which_nothing_happened() {
    var nothing =
        new Demands(
            PLAN, new EventLog(List.of(), List.of()), List.of(), new Count<>(), new Count<>());

    assertThat(nothing.all(_ -> false))
        .hasSize(4 + Owner.values().length + PLAN.harms().size())
        .noneMatch(Demand::isMet);
  }

  @Test
  void does_not_demand_a_harm_that_is_impossible() {
    var nothing =
        new Demands(
            PLAN, new EventLog(List.of(), List.of()), List.of(), new Count<>(), new Count<>());

    assertThat(nothing.all(harm -> harm == Harm.KILL_REPLICA))
        .extracting(Demand::what)
        .contains("harm KILL_BOTH_REPLICAS")
        .doesNotContain("harm KILL_REPLICA");
  }

  @Test
  void hears_of_a_task_that_ends_with_an_error() throws Exception {
    try (var tasks = new Tasks()) {
      tasks.start(
          () -> {
            throw new AssertionError("broken");
          });

      assertThat(tasks.end(Duration.ofSeconds(10)))
          .containsExactly("java.lang.AssertionError: broken");
    }
  }

  private static Report report(long checked) {
    return new Report(List.of(new Finding("all is well", checked, List.of())));
  }

  private static Verdict verdict(Report report, List<Demand> demands) {
    return new Verdict(report, demands, List.of(), List.of(), Optional.empty(), List.of());
  }
}
