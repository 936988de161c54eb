package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.grantflow.sandbox.audit.SentCommands.Sent;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// All that the invariants look at.
///
/// @param cases one for each grant that anybody knows of, by its id
/// @param rejections the first event that tells of a refused command, by where that stands
record Evidence(
    Tables tables,
    EventLog log,
    ServerBooks books,
    List<Sent> commands,
    Quiet quiet,
    Map<String, Case> cases,
    Map<Place, LoggedEvent> rejections) {

  static Evidence of(
      Tables tables, EventLog log, ServerBooks books, List<Sent> commands, Quiet quiet) {
    return new Evidence(
        tables,
        log,
        books,
        commands,
        quiet,
        cases(tables, log, books),
        log.events().stream()
            .filter(LoggedEvent::isRejection)
            .collect(toMap(LoggedEvent::source, Function.identity(), (first, _) -> first)));
  }

  /// Commands that the broker is known to have.
  List<Sent> acknowledged() {
    return commands.stream().filter(sent -> sent.place() != null).toList();
  }

  private static Map<String, Case> cases(Tables tables, EventLog log, ServerBooks books) {
    var rows = tables.grants().stream().collect(toMap(GrantRecord::id, Function.identity()));
    var history = tables.history().stream().collect(groupingBy(Change::grantId));
    var events = log.events().stream().collect(groupingBy(LoggedEvent::grantId));
    var grants =
        books.grants().stream()
            .collect(groupingBy(grant -> ServerGrant.owner(grant.entry().walletName())));
    var requests =
        books.requests().stream().collect(groupingBy(call -> ServerGrant.owner(call.walletName())));
    var ids = new TreeSet<>(rows.keySet());
    ids.addAll(history.keySet());
    ids.addAll(events.keySet());
    ids.addAll(grants.keySet());
    ids.addAll(requests.keySet());
    ids.remove("");
    return ids.stream()
        .map(
            id ->
                new Case(
                    id,
                    rows.get(id),
                    history.getOrDefault(id, List.of()),
                    events.getOrDefault(id, List.of()),
                    grants.getOrDefault(id, List.of()),
                    requests.getOrDefault(id, List.of())))
        .collect(toMap(Case::grantId, Function.identity()));
  }
}
