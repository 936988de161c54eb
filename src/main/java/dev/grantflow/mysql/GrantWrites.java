package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes changes of grants, however many they are, with few statements for each table.
@Singleton
class GrantWrites {

  private final GrantRows grants;
  private final ManyRows rows;

  GrantWrites(GrantRows grants, ManyRows rows) {
    this.grants = grants;
    this.rows = rows;
  }

  /// What became of one of several changes.
  enum Outcome {
    WRITTEN,
    /// Somebody else has changed the grant since it was read.
    OUTDATED,
    /// Another transaction, or an earlier one of these changes, has the grant; or there is one
    /// change only, and it may as well be outdated. Nothing was written and nothing is known yet.
    HELD
  }

  /// Waits for whoever is about to change the grant.
  ///
  /// @return whether it was written; not when somebody else has changed the grant since it was read
  @Transactional
  boolean write(GrantChange change) {
    var row = change.row();
    var number = grants.lockIfUnchanged(row.grantId(), row.version());
    number.ifPresent(it -> writeLocked(List.of(change.to(it))));
    return number.isPresent();
  }

  /// Waits for nobody who holds one of the grants, so that none of the changes holds the others up.
  ///
  /// @return one for each
  @Transactional
  List<Outcome> writeFree(List<GrantChange> changes) {
    return changes.size() == 1 ? List.of(writeFree(changes.getFirst())) : writeAllFree(changes);
  }

  /// Without a look at what is free, which is a trip to the database.
  private Outcome writeFree(GrantChange change) {
    if (grants.updateIfFree(change.row()) == 0) {
      return Outcome.HELD;
    }
    addHistoryAndEvents(List.of(change));
    return Outcome.WRITTEN;
  }

  private List<Outcome> writeAllFree(List<GrantChange> changes) {
    var ids = changes.stream().map(it -> it.row().grantId()).distinct().toList();
    var free =
        grants.lockFree(Padded.of(ids)).stream()
            .collect(Collectors.toMap(NumberedRow::grantId, Function.identity()));
    var taken = new HashSet<String>();
    var outcomes = changes.stream().map(it -> outcome(it, free, taken)).toList();
    var written =
        IntStream.range(0, changes.size())
            .filter(i -> outcomes.get(i) == Outcome.WRITTEN)
            .mapToObj(
                i -> {
                  var change = changes.get(i);
                  return change.to(requireNonNull(free.get(change.row().grantId())).number());
                })
            .toList();
    writeLocked(written);
    return outcomes;
  }

  private static Outcome outcome(
      GrantChange change, Map<String, NumberedRow> free, Set<String> taken) {
    var found = free.get(change.row().grantId());
    if (found == null) {
      return Outcome.HELD;
    }
    if (found.version() != change.row().version()) {
      return Outcome.OUTDATED;
    }
    return taken.add(found.grantId()) ? Outcome.WRITTEN : Outcome.HELD;
  }

  /// @param changes of grants that the transaction has locked, with the numbers of their rows
  @Transactional
  void writeLocked(List<GrantChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    rows.write(GrantRows.CHANGE, changes.stream().map(GrantChange::row).toList());
    addHistoryAndEvents(changes);
  }

  private void addHistoryAndEvents(List<GrantChange> changes) {
    rows.write(HistoryRows.ADDITION, changes.stream().map(GrantChange::history).toList());
    rows.write(OutboxRows.ADDITION, changes.stream().flatMap(it -> it.events().stream()).toList());
  }
}
