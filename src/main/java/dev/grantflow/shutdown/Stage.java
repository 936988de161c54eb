package dev.grantflow.shutdown;

/// What ends, in this order: what a stage still brings is taken care of by those after it.
public enum Stage {
  COMMANDS(0.3),
  CALLS(0.7),
  EVENTS(0.9);

  /// Up to which part of the whole period the stage may take.
  private final double share;

  Stage(double share) {
    this.share = share;
  }

  double share() {
    return share;
  }
}
