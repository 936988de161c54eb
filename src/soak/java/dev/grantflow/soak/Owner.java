package dev.grantflow.soak;

/// What the resource owner does once asked.
enum Owner {
  APPROVES,
  DENIES,
  /// Lets the deadline pass.
  STAYS_AWAY,
  /// Comes back with a hash that somebody has changed, then with the right one.
  COMES_WITH_A_WRONG_HASH_FIRST,
  /// Reloads the page that the callback led to.
  RELOADS,
  /// Two tabs come back at the same time.
  COMES_TWICE_AT_ONCE;

  boolean approves() {
    return switch (this) {
      case APPROVES, COMES_WITH_A_WRONG_HASH_FIRST, RELOADS, COMES_TWICE_AT_ONCE -> true;
      case DENIES, STAYS_AWAY -> false;
    };
  }
}
