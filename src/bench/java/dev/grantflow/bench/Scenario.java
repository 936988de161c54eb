package dev.grantflow.bench;

/// One of the things that are measured.
@FunctionalInterface
interface Scenario {

  void run(Bed bed, Report report) throws Exception;
}
