package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.toSet;

import java.util.Map;
import java.util.Set;

/// The services can count on one `GrantFinalized` and on one end.
final class EndsAreToldOnce implements Invariant {

  private static final Map<String, String> EVENT_OF =
      Map.of(
          "REJECTED", "GrantRejected",
          "EXPIRED", "GrantExpired",
          "FAILED", "GrantFailed",
          "REVOKED", "GrantRevoked");

  @Override
  public String sentence() {
    return "each grant tells of its token and of its end exactly once";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    for (var known : evidence.cases().values()) {
      var finalized = known.ids("GrantFinalized");
      var due = known.hasReached("FINALIZED") ? 1 : 0;
      tally.check(
          finalized.size() == due,
          () -> "%s has %s for GrantFinalized, %d due".formatted(known.grantId(), finalized, due));
      checkEnd(known, tally);
    }
  }

  private static void checkEnd(Case known, Tally tally) {
    var row = known.row();
    var wanted = row == null ? null : EVENT_OF.get(row.state());
    var told =
        EVENT_OF.values().stream()
            .flatMap(type -> known.ids(type).stream().map(id -> type + " " + id))
            .collect(toSet());
    var right =
        wanted == null
            ? told.isEmpty()
            : told.size() == 1 && told.iterator().next().startsWith(wanted + " ");
    tally.check(right, () -> says(known, told));
  }

  private static String says(Case known, Set<String> told) {
    return "%s is %s and told %s"
        .formatted(known.grantId(), known.row() == null ? "unknown" : known.row().state(), told);
  }
}
