package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.audit.SentCommands.Expectation;

/// A request whose revocation came first is never shown to a server.
final class OvertakenRequestsNeverSent implements Invariant {

  @Override
  public String sentence() {
    return "a request that its revocation overtook reached no server";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var sent : evidence.commands()) {
      var known = evidence.cases().get(sent.grantId() == null ? "" : sent.grantId());
      if (sent.expectation() == Expectation.NEVER_SENT) {
        tally.check(
            known == null || (known.requests().isEmpty() && known.atServer().isEmpty()),
            () -> sent.grantId() + " was requested at its server after it was revoked");
      }
    }
  }
}
