package dev.grantflow.mysql;

import java.util.List;

/// A committed decision as rows: state, history and events, which go together or not at all.
///
/// @param row the grant as it is to be, with the version that it has until then and without its
///   request
record GrantChange(GrantRow row, HistoryRow history, List<OutboxRow> events) {

  /// The same to the row of this number.
  GrantChange to(long number) {
    return new GrantChange(row.numbered(number), history, events);
  }
}
