package dev.grantflow.mysql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Lists for `IN (…)`. The driver remembers a statement by its text, which has a mark for each
/// element: of few lengths all fit into its memory.
final class Padded {

  private Padded() {}

  /// The same elements, the last one repeated up to a power of two; empty if there are none.
  static <T> List<T> of(List<T> elements) {
    if (elements.isEmpty()) {
      return elements;
    }
    var length = Integer.highestOneBit(2 * elements.size() - 1);
    var padded = new ArrayList<>(elements);
    padded.addAll(Collections.nCopies(length - elements.size(), elements.getLast()));
    return padded;
  }
}
