package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.toSet;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that is known of one grant, from all sides.
///
/// @param row null where the database has none
/// @param events that name it, copies included, in the order of their partition
/// @param requests grant requests that its authorization server has received
record Case(
    String grantId,
    @Nullable GrantRecord row,
    List<Change> history,
    List<LoggedEvent> events,
    List<ServerGrant> atServer,
    List<CallEntry> requests) {

  private static final Set<String> ANSWERED =
      Set.of(
          "interaction required",
          "still pending",
          "issued",
          "other than one token",
          "unusable answer",
          "denied");

  boolean isIn(String state) {
    return row != null && row.is(state);
  }

  boolean isTerminal() {
    return row != null && row.isTerminal();
  }

  boolean hasReached(String state) {
    return history.stream().anyMatch(change -> change.to().equals(state));
  }

  long changesInto(String state) {
    return history.stream().filter(change -> change.to().equals(state)).count();
  }

  /// The grant's own events, without those that tell of a refused command.
  List<LoggedEvent> ownEvents() {
    return events.stream().filter(event -> !event.isRejection()).toList();
  }

  /// The ids of its events of that type, each once.
  Set<String> ids(String type) {
    return events.stream().filter(event -> event.is(type)).map(LoggedEvent::id).collect(toSet());
  }

  /// The fingerprints of the tokens that the services were told of.
  Set<String> toldTokens() {
    return events.stream()
        .filter(LoggedEvent::mayHoldTokens)
        .flatMap(event -> event.tokens().stream())
        .collect(toSet());
  }

  /// The tokens that somebody holds by right: those that were told of last, by their labels.
  Set<String> heldTokens() {
    if (row == null || !GrantRecord.isGranted(row.state())) {
      return Set.of();
    }
    var held = new HashMap<String, String>();
    for (var event : ownEvents()) {
      if (event.mayHoldTokens()) {
        held.putAll(event.tokensByLabel());
      } else if (event.is("GrantTokenRevoked")) {
        held.remove(event.data().path("label").asText());
      }
    }
    return Set.copyOf(held.values());
  }

  /// The code of the error that it ended with, as the services were told; empty without one.
  String failure() {
    return events.stream()
        .filter(event -> event.is("GrantFailed"))
        .map(event -> event.data().path("error").path("code").asText())
        .findFirst()
        .orElse("");
  }

  /// How many grant requests may have been processed without the service hearing of it: nobody was
  /// shown what became of them.
  long unansweredRequests() {
    var answered =
        history.stream()
            .filter(change -> change.isFrom("REQUESTING") || change.isFrom("REVOKING"))
            .anyMatch(change -> ANSWERED.contains(change.cause()));
    var answeredRenewals =
        history.stream()
            .filter(change -> change.isFrom("RENEWING"))
            .filter(change -> ANSWERED.contains(change.cause()))
            .count();
    return announcedRequests() - (answered ? 1 : 0) - answeredRenewals;
  }

  /// The first ones and those of renewals.
  long announcedRequests() {
    return changesInto("REQUESTING") + changesInto("RENEWING");
  }

  /// How often the grant was issued anew.
  long renewals() {
    return history.stream()
        .filter(change -> change.isFrom("RENEWING") && change.to().equals("FINALIZED"))
        .count();
  }
}
