package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks;
import dev.grantflow.grant.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The engine's side, saying what a test wants to hear and remembering what it was told.
final class ScriptedCallbacks implements FinishCallbacks {

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Supplier<Outcome> answer = Outcome.UnknownCallback::new;

  /// @param onVirtualThread whether the engine may wait as long as it likes
  record Seen(Secret callbackId, Arrival arrival, List<Secret> startIds, boolean onVirtualThread) {}

  @Override
  public Outcome finish(Secret callbackId, Arrival arrival, List<Secret> startIds) {
    seen.add(new Seen(callbackId, arrival, startIds, Thread.currentThread().isVirtual()));
    return answer.get();
  }

  void answer(Supplier<Outcome> next) {
    seen.clear();
    answer = next;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }
}
