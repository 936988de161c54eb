package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.audit.SentCommands.Sent;

/// A command that the broker has is not lost, whatever was killed.
final class CommandsTookEffect implements Invariant {

  @Override
  public String sentence() {
    return "every command took effect or was refused";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var sent : evidence.acknowledged()) {
      tally.check(tookEffect(evidence, sent), () -> sent + " left no trace");
    }
  }

  private static boolean tookEffect(Evidence evidence, Sent sent) {
    var place = sent.place();
    var refused = place != null && evidence.rejections().containsKey(place);
    var known = evidence.cases().get(sent.grantId() == null ? "" : sent.grantId());
    var exists = known != null && known.row() != null;
    return switch (sent.expectation()) {
      case ACCEPTED -> exists && !refused;
      case REJECTED -> refused;
      case ANY, NEVER_SENT -> exists || refused;
    };
  }
}
