package dev.grantflow.contract;

import dev.grantflow.grant.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The faults found in one command, one for each field: the first that was found, which is the most
/// basic one. However bad the command, there are not more than a reader can take in.
public final class Problems {

  private static final int MAX = 20;

  private final Map<String, Problem> byField = new LinkedHashMap<>();

  void add(FieldPath path, String message) {
    add(path.toString(), message);
  }

  public void add(String field, String message) {
    if (byField.size() < MAX) {
      byField.putIfAbsent(field, new Problem(field, message));
    }
  }

  public boolean isEmpty() {
    return byField.isEmpty();
  }

  public List<Problem> list() {
    return List.copyOf(byField.values());
  }
}
