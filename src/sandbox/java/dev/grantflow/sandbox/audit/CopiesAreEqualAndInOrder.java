package dev.grantflow.sandbox.audit;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.List;

/// Who leaves out ids that were seen before reads each grant's events in order.
final class CopiesAreEqualAndInOrder implements Invariant {

  @Override
  public String sentence() {
    return "copies of an event are equal, and a grant's events are in order in one partition";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    evidence.log().events().stream()
        .collect(groupingBy(LoggedEvent::id))
        .values()
        .forEach(copies -> checkCopies(copies, tally));
    for (var known : evidence.cases().values()) {
      var partitions =
          known.events().stream().map(event -> event.message().partition()).collect(toSet());
      tally.check(
          partitions.size() <= 1,
          () -> "%s has events in partitions %s".formatted(known.grantId(), partitions));
      checkOrder(known, tally);
    }
  }

  private static void checkCopies(List<LoggedEvent> copies, Tally tally) {
    var first = copies.getFirst();
    tally.check(
        copies.stream().allMatch(copy -> isCopyOf(copy, first)), () -> "copies differ: " + copies);
  }

  /// A refused command that is read again is refused again, at another time.
  private static boolean isCopyOf(LoggedEvent copy, LoggedEvent first) {
    var except = first.type().equals("GrantCommandRejected") ? "ce_time" : "";
    return copy.message().isCopyOf(first.message(), except);
  }

  private static void checkOrder(Case known, Tally tally) {
    var seen = new HashSet<String>();
    var firstCopies =
        known.ownEvents().stream()
            .sorted(comparing(event -> event.message().offset()))
            .filter(event -> seen.add(event.id()))
            .toList();
    var inOrder =
        firstCopies.stream().sorted(comparing(CopiesAreEqualAndInOrder::version)).toList();
    tally.check(firstCopies.equals(inOrder), () -> "out of order: " + firstCopies);
  }

  private static long version(LoggedEvent event) {
    var text = event.id().substring(event.id().lastIndexOf(':') + 1);
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
