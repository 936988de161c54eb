package dev.grantflow.sandbox.services;

/// A JVM of its own that starts the services and then waits to be killed.
final class KeepsServices {

  static final String READY = "ready";

  private KeepsServices() {}

  static void main() throws InterruptedException {
    LocalServices services = LocalServices.start(System.out::println);
    System.out.println(READY);
    Thread.currentThread().join(); // itself: for ever
    services.close();
  }
}
