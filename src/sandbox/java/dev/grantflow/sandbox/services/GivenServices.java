package dev.grantflow.sandbox.services;

/// Services that somebody else runs: nothing to start and nothing to end.
record GivenServices(Addresses addresses) implements RunningServices {

  @Override
  public void close() {}
}
