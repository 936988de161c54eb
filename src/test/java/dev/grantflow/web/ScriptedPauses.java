package dev.grantflow.web;

import dev.grantflow.engine.Pause;
import dev.grantflow.engine.Pause.Kind;
import dev.grantflow.engine.PauseDesk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Pauses everything but what is called `unknown`.
final class ScriptedPauses implements PauseDesk {

  private final List<Pause> pauses = new CopyOnWriteArrayList<>();

  @Override
  public List<Pause> present() {
    return List.copyOf(pauses);
  }

  @Override
  public Outcome pause(Kind kind, String name, String by, @Nullable String reason) {
    if (name.equals("unknown")) {
      return new Outcome.Refused("It is unknown. Give another.");
    }
    var pause = new Pause(kind, name, Instant.EPOCH, by, reason);
    pauses.add(pause);
    return new Outcome.Paused(pause);
  }

  @Override
  public boolean resume(Kind kind, String name, String by) {
    return pauses.removeIf(it -> it.kind() == kind && it.name().equals(name));
  }
}
