package dev.grantflow.web;

import dev.grantflow.engine.DeadLetters;
import java.util.List;

/// Says what a test wants to hear of dead letters.
final class ScriptedDeadLetters implements DeadLetters {

  private volatile Listing listing = new Listing.Found(List.of());
  private volatile Replay replay = new Replay.Unknown();

  void answer(Listing next) {
    listing = next;
  }

  void answer(Replay next) {
    replay = next;
  }

  @Override
  public Listing list(Order order, int max) {
    return listing;
  }

  @Override
  public Replay replay(int partition, long offset) {
    return replay;
  }
}
