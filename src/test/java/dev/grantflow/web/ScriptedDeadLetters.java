package dev.grantflow.web;

import dev.grantflow.engine.DeadLetters;
import java.util.List;

/// Says what a test wants to hear of dead letters.
final class ScriptedDeadLetters implements DeadLetters {

  private volatile Listing listing = new Listing.Found(List.of());
  private volatile String asked = "";
  private volatile Replay replay = new Replay.Unknown();

  void answer(Listing next) {
    listing = next;
  }

  void answer(Replay next) {
    replay = next;
  }

  /// What was asked for last, in words.
  String asked() {
    return asked;
  }

  @Override
  public Listing list(Order order, int max) {
    asked = "%d %s of all".formatted(max, order);
    return listing;
  }

  @Override
  public Listing list(int partition, long from, Order order, int max) {
    asked = "%d %s of %d from %d".formatted(max, order, partition, from);
    return listing;
  }

  @Override
  public Replay replay(int partition, long offset) {
    return replay;
  }
}
