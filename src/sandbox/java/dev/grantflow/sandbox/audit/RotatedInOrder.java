package dev.grantflow.sandbox.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;

/// Of each token the services are told of one fresh value after the other.
final class RotatedInOrder implements Invariant {

  @Override
  public String sentence() {
    return "each rotation of a token is told once, and in order";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    evidence.cases().values().forEach(known -> check(known, tally));
  }

  private static void check(Case known, Tally tally) {
    var versions = new HashMap<String, Integer>();
    var seen = new HashSet<String>();
    var wrong = new ArrayList<LoggedEvent>();
    for (var event : known.ownEvents()) {
      if (event.is("GrantTokenRotated") && seen.add(event.id())) {
        var version = event.data().path("tokenVersion").asInt();
        var before = versions.put(event.data().path("label").asText(), version);
        if (version != (before == null ? 1 : before) + 1) {
          wrong.add(event);
        }
      }
    }
    tally.check(wrong.isEmpty(), () -> "out of order: " + wrong);
  }
}
