package dev.grantflow.sandbox.audit;

/// Nothing waits to be published, and nothing was given up on.
final class NothingLeftBehind implements Invariant {

  @Override
  public String sentence() {
    return "the outbox is empty, and no grant is set aside";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var rows = evidence.tables().outboxRows();
    tally.check(rows == 0, () -> "%d messages wait in the outbox".formatted(rows));
    for (var grant : evidence.tables().grants()) {
      tally.check(!grant.setAside(), () -> grant + " is set aside");
    }
  }
}
