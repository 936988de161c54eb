package dev.grantflow.engine;

import dev.grantflow.engine.Pause.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Pauses in memory, which may be out of reach.
final class MemoryPauses implements PauseStore {

  private final List<Pause> pauses = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  @Override
  public List<Pause> all(int max) {
    if (away) {
      throw new Scene.Away();
    }
    return pauses.stream()
        .sorted(Comparator.comparing(Pause::kind).thenComparing(Pause::name))
        .limit(max)
        .toList();
  }

  @Override
  public void add(Pause pause) {
    if (pauses.stream().noneMatch(it -> isOf(it, pause.kind(), pause.name()))) {
      pauses.add(pause);
    }
  }

  @Override
  public boolean remove(Kind kind, String name) {
    return pauses.removeIf(it -> isOf(it, kind, name));
  }

  private static boolean isOf(Pause pause, Kind kind, String name) {
    return pause.kind() == kind && pause.name().equals(name);
  }
}
