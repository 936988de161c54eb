package dev.grantflow.soak;

/// What a run must have come to: one that has done nothing has found nothing either.
///
/// @param least below it the run is not clean
record Demand(String what, long seen, long least) {

  boolean isMet() {
    return seen >= least;
  }

  @Override
  public String toString() {
    return "%-4s %s: %d, at least %d".formatted(isMet() ? "ok" : "RED", what, seen, least);
  }
}
