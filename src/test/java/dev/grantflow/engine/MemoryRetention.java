package dev.grantflow.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Counts down what is to be removed and remembers what it was called with.
final class MemoryRetention implements Retention {

  final List<String> calls = new ArrayList<>();
  int grants;
  int revocations;
  boolean isAway;

  @Override
  public Batch purgeGrants(Instant endedBefore, int max) {
    if (isAway) {
      throw new IllegalStateException("the database is away");
    }
    calls.add("grants %s %d".formatted(endedBefore, max));
    var purged = Math.min(grants, max);
    grants -= purged;
    return Batch.of(purged, max);
  }

  @Override
  public Batch purgeEarlyRevocations(Instant rememberedBefore, int max) {
    calls.add("revocations %s %d".formatted(rememberedBefore, max));
    var purged = Math.min(revocations, max);
    revocations -= purged;
    return Batch.of(purged, max);
  }

  @Override
  public Batch purgeTokenReads(Instant readBefore, int max) {
    calls.add("reads %s %d".formatted(readBefore, max));
    return Batch.of(0, max);
  }
}
