package dev.grantflow.engine;

/// Tells a neighbour's failure, which time mends, from a fault of the service itself, which it does
/// not.
public interface Outages {

  /// Whether the database was out of reach or too busy to do what was asked, or its secrets are
  /// encrypted under a key that this replica does not have yet. Anything else that is thrown is a
  /// fault.
  boolean isOutage(Throwable thrown);

  /// What may be logged of an outage in a line: the class of what was thrown and the database's
  /// codes, no message and no statement, for these may quote what was stored.
  default String shown(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }
}
