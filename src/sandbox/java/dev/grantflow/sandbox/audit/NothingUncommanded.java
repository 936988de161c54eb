package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.toSet;

import dev.grantflow.sandbox.audit.SentCommands.Sent;
import java.util.Objects;

/// Nothing comes from nowhere.
final class NothingUncommanded implements Invariant {

  @Override
  public String sentence() {
    return "nothing exists that nobody commanded";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var commanded =
        evidence.commands().stream().map(Sent::grantId).filter(Objects::nonNull).collect(toSet());
    var requested =
        evidence.commands().stream()
            .filter(Sent::isRequest)
            .map(Sent::grantId)
            .filter(Objects::nonNull)
            .collect(toSet());
    for (var known : evidence.cases().values()) {
      tally.check(
          commanded.contains(known.grantId()),
          () -> "nobody commanded anything for " + known.grantId());
      tally.check(
          requested.contains(known.grantId())
              || (known.row() == null && known.atServer().isEmpty()),
          () -> "nobody requested " + known.grantId());
    }
    for (var id : evidence.tables().earlyRevocations()) {
      tally.check(commanded.contains(id), () -> "nobody asked to revoke " + id);
    }
    for (var grant : evidence.books().grants()) {
      tally.check(
          !ServerGrant.owner(grant.entry().walletName()).isEmpty(),
          () -> grant + " cannot be attributed to anybody");
    }
  }
}
