package dev.grantflow.web;

import dev.grantflow.engine.OperatorDesk;
import dev.grantflow.engine.SetAside.Entry;
import dev.grantflow.grant.GrantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a test says is set aside.
final class ListedGrants implements OperatorDesk {

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private volatile Retried retried = new Retried.UnknownGrant();

  /// What a retry brings.
  void retry(Retried next) {
    retried = next;
  }

  void add(Entry entry) {
    entries.add(entry);
  }

  @Override
  public List<Entry> waiting() {
    return List.copyOf(entries);
  }

  @Override
  public Optional<Entry> waiting(GrantId id) {
    return entries.stream().filter(entry -> entry.grantId().equals(id.value())).findFirst();
  }

  @Override
  public boolean release(String grantId) {
    return entries.removeIf(entry -> entry.grantId().equals(grantId));
  }

  @Override
  public Retried retry(GrantId id) {
    return retried;
  }
}
