package dev.grantflow.web;

import dev.grantflow.engine.Outages;

/// The database is away when a test says so.
final class AwayOutages implements Outages {

  /// What the database throws when it is out of reach.
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public boolean isOutage(Throwable thrown) {
    return thrown instanceof Away;
  }

  @Override
  public String shown(Throwable thrown) {
    return Outages.super.shown(thrown) + " (SQLSTATE 08S01, code 0)";
  }
}
