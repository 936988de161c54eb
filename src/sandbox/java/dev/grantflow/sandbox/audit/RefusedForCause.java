package dev.grantflow.sandbox.audit;

/// A command that the service stumbles over is a fault of the service, however well it is told of.
final class RefusedForCause implements Invariant {

  private static final String FAULT_OF_THE_SERVICE = "internal_error";

  @Override
  public String sentence() {
    return "no command was refused for a fault of the service";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var event : evidence.rejections().values()) {
      tally.check(
          event.problems().stream().noneMatch(text -> text.startsWith(FAULT_OF_THE_SERVICE)),
          () -> "%s tells of %s".formatted(event, FAULT_OF_THE_SERVICE));
    }
  }
}
