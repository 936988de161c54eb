package dev.grantflow.web;

import dev.grantflow.engine.InteractionStarts;
import dev.grantflow.grant.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The engine's side, saying what a test wants to hear and remembering what it was told.
final class ScriptedStarts implements InteractionStarts {

  private final List<Secret> seen = new CopyOnWriteArrayList<>();
  private volatile Supplier<Outcome> answer = Outcome.UnknownStart::new;

  @Override
  public Outcome start(Secret startId) {
    seen.add(startId);
    return answer.get();
  }

  void answer(Supplier<Outcome> next) {
    seen.clear();
    answer = next;
  }

  List<Secret> seen() {
    return List.copyOf(seen);
  }
}
