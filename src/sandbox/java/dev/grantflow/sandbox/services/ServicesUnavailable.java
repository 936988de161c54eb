package dev.grantflow.sandbox.services;

/// MySQL and Kafka cannot be had; the message is one sentence for a developer, followed by the last
/// lines of the log where a server was started and failed.
public final class ServicesUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ServicesUnavailable(String message) {
    super(message);
  }

  ServicesUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
