package dev.grantflow.grant;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.StateMachine.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The lifecycle as Markdown, derived from its decisions alone.
final class StateMachineText {

  private StateMachineText() {}

  /// Whatever is not in the table changes nothing.
  static String table() {
    return StateMachine.steps()
        .filter(step -> !(step.decision() instanceof Stay))
        .map(StateMachineText::row)
        .collect(
            Collectors.joining(
                "", "| state | input | next state | event |\n|---|---|---|---|\n", ""));
  }

  /// The edges between the states that the outside sees.
  static String diagram() {
    var edges = new TreeMap<Status, TreeMap<Status, TreeSet<String>>>();
    changes()
        .filter(step -> from(step) != to(step))
        .forEach(
            step ->
                edges
                    .computeIfAbsent(from(step), _ -> new TreeMap<>())
                    .computeIfAbsent(to(step), _ -> new TreeSet<>())
                    .add(step.happening().replace("answer: ", "")));
    var lines =
        edges.entrySet().stream()
            .flatMap(
                from ->
                    from.getValue().entrySet().stream()
                        .map(to -> edge(from.getKey(), to.getKey(), to.getValue())));
    return Stream.concat(
            Stream.of("```mermaid", "stateDiagram-v2", "    [*] --> REQUESTED"),
            Stream.concat(
                lines,
                Stream.of(Status.REJECTED, Status.EXPIRED, Status.FAILED, Status.REVOKED)
                    .map(status -> "    " + status + " --> [*]")))
        .collect(Collectors.joining("\n", "", "\n```\n"));
  }

  private static String edge(Status from, Status to, Set<String> happenings) {
    return "    %s --> %s: %s".formatted(from, to, String.join(" / ", happenings));
  }

  private static String row(Step step) {
    return switch (step.decision()) {
      case Transition(var next, var events, _) ->
          line(step, describe(next.state()), describe(events));
      case Refuse _ -> line(step, "unchanged, refused", "`GrantCommandRejected`");
      case Stay _ -> "";
    };
  }

  private static String line(Step step, String next, String event) {
    return "| %s | %s | %s | %s |\n".formatted(step.state(), step.happening(), next, event);
  }

  private static String describe(GrantState next) {
    return switch (next) {
      case Revoking(var cancellation, var ending, _, _, _) ->
          "%s %s, then %s".formatted(name(next), describe(cancellation), name(ending));
      case GrantState _ -> name(next);
    };
  }

  private static String describe(Cancellation cancellation) {
    return switch (cancellation) {
      case Cancellation.OfGrant _ -> "the grant";
      case Cancellation.OfTokens _ -> "its tokens";
      case Cancellation.OfUnansweredRequest _ -> "once the request is answered";
      case Cancellation.OfUnansweredContinuation _ -> "once the continuation is answered";
      case Cancellation.OfUnansweredRotation _ -> "once the rotation is answered";
    };
  }

  private static String describe(List<GrantEvent.OfGrant> events) {
    return events.isEmpty()
        ? "–"
        : events.stream().map(event -> "`" + name(event) + "`").collect(Collectors.joining(", "));
  }

  private static String name(Object value) {
    return value.getClass().getSimpleName();
  }

  private static Stream<Step> changes() {
    return StateMachine.steps().filter(step -> step.decision() instanceof Transition);
  }

  private static Status from(Step step) {
    return step.before().state().status();
  }

  private static Status to(Step step) {
    return ((Transition) step.decision()).next().state().status();
  }
}
