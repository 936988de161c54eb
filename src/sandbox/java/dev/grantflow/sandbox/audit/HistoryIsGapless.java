package dev.grantflow.sandbox.audit;

import java.util.List;
import java.util.Objects;

/// The history tells every change of a grant up to where it stands, and an end is an end.
final class HistoryIsGapless implements Invariant {

  @Override
  public String sentence() {
    return "each history is whole, ends where its grant stands, and never leaves an end";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var history = known.history();
      tally.check(isWhole(history), () -> "there is a gap: " + history);
      tally.check(
          history.stream().noneMatch(HistoryIsGapless::leavesAnEnd),
          () -> "an end was left: " + history);
      tally.check(
          endsAt(history, known), () -> "%s does not end at %s".formatted(history, known.row()));
    }
  }

  private static boolean isWhole(List<Change> history) {
    long version = 0;
    String state = null;
    for (var change : history) {
      version++;
      if (change.version() != version || !Objects.equals(change.from(), state)) {
        return false;
      }
      state = change.to();
    }
    return true;
  }

  private static boolean leavesAnEnd(Change change) {
    return change.from() != null && GrantRecord.isTerminal(change.from());
  }

  private static boolean endsAt(List<Change> history, Case known) {
    var row = known.row();
    return row == null
        ? history.isEmpty()
        : !history.isEmpty()
            && history.getLast().version() == row.version()
            && row.is(history.getLast().to());
  }
}
