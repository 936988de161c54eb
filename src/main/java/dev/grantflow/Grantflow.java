package dev.grantflow;

import io.micronaut.runtime.Micronaut;

/// The service's entry point: replicas are identical and hold no state of their own.
public final class Grantflow {

  private Grantflow() {}

  static void main(String[] arguments) {
    Micronaut.run(Grantflow.class, arguments);
  }
}
