package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// No event without its state, and no state that ought to be told without its event.
final class EventsMatchHistory implements Invariant {

  private static final Map<String, String> EVENT_ON_ENTERING =
      Map.of(
          "PENDING", "GrantPending",
          "FINALIZED", "GrantFinalized",
          "REJECTED", "GrantRejected",
          "EXPIRED", "GrantExpired",
          "FAILED", "GrantFailed",
          "REVOKED", "GrantRevoked");

  /// By the cause of a change after which the grant is granted as before, or requested anew.
  private static final Map<String, String> EVENT_OF_TOKEN =
      Map.of(
          "rotated", "GrantTokenRotated",
          "token expired", "GrantTokenExpired",
          "token is dead", "GrantTokenExpired",
          "token revoked", "GrantTokenRevoked",
          "last token revoked", "GrantTokenRevoked",
          "rotation given up", "GrantTokenChangeFailed",
          "token revocation given up", "GrantTokenChangeFailed");

  @Override
  public String sentence() {
    return "every event tells of a committed change, and every change that is to be told is";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    evidence.cases().values().forEach(known -> check(known, tally));
  }

  private static void check(Case known, Tally tally) {
    var events =
        known.ownEvents().stream()
            .collect(toMap(LoggedEvent::id, Function.identity(), (first, _) -> first));
    var changes = known.history().stream().collect(toMap(Change::eventId, Function.identity()));
    for (var event : events.values()) {
      var change = changes.get(event.id());
      tally.check(
          change != null && wanted(change).equals(Optional.of(event.type())),
          () -> "%s tells of %s".formatted(event, change == null ? "nothing" : change));
      tally.check(
          known.grantId().equals(event.subject())
              && known.grantId().equals(event.message().keyText()),
          () -> "%s has another subject or key than %s".formatted(event, known.grantId()));
    }
    for (var change : changes.values()) {
      wanted(change)
          .ifPresent(
              type -> {
                var event = events.get(change.eventId());
                tally.check(
                    event != null && event.is(type), () -> change + " was told by no " + type);
              });
    }
  }

  private static Optional<String> wanted(Change change) {
    if (GrantRecord.isGranted(change.from()) && GrantRecord.isGranted(change.to())) {
      return Optional.ofNullable(EVENT_OF_TOKEN.get(change.cause()));
    }
    if (GrantRecord.isGranted(change.from()) && GrantRecord.isRenewed(change.to())) {
      return Optional.ofNullable(EVENT_OF_TOKEN.get(change.cause()));
    }
    if (change.isFrom("RENEWING") && change.to().equals("FINALIZED")) {
      return Optional.of("GrantTokenRotated");
    }
    if (change.isFrom("REVOKING_TOKEN") && change.to().equals("REVOKING")) {
      return Optional.ofNullable(EVENT_OF_TOKEN.get(change.cause()));
    }
    return Optional.of(change)
        .filter(Change::entersAnother)
        .map(it -> EVENT_ON_ENTERING.get(it.to()));
  }
}
