package dev.grantflow.sandbox.audit;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.stream.Stream;

/// Nothing is published twice unless something was disturbed: two relays at once would show here.
/// Only what was published while nothing was disturbed counts as looked at.
final class DuplicatesOnlyForCause implements Invariant {

  @Override
  public String sentence() {
    return "nothing is published twice while nothing is disturbed";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var events =
        evidence.log().events().stream()
            .collect(groupingBy(LoggedEvent::id, mapping(LoggedEvent::message, toList())));
    var letters =
        evidence.log().deadLetters().stream()
            .collect(
                groupingBy(
                    letter ->
                        Stream.of("dlq-topic", "dlq-partition", "dlq-offset")
                            .map(letter::header)
                            .toList()));
    Stream.concat(events.values().stream(), letters.values().stream())
        .forEach(copies -> check(copies, evidence.quiet(), tally));
  }

  private static void check(List<LoggedRecord> copies, Quiet quiet, Tally tally) {
    var inOrder =
        copies.stream()
            .sorted(comparing(LoggedRecord::at).thenComparing(LoggedRecord::offset))
            .toList();
    var again = inOrder.stream().skip(1).toList();
    var unprovoked = again.stream().filter(copy -> quiet.covers(copy.at())).toList();
    if (unprovoked.size() < again.size()) {
      tally.note("published again after a disturbance");
    }
    if (inOrder.stream().anyMatch(copy -> quiet.covers(copy.at()))) {
      tally.check(
          unprovoked.isEmpty(),
          () -> "%s was published again at %s".formatted(inOrder.getFirst(), unprovoked));
    }
  }
}
