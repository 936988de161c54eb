package dev.grantflow.client;

/// The configuration of a client instance is of no use; stops the start. The message names the
/// client, the property, the fault and the remedy, and holds nothing of a key.
public final class InvalidClientException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidClientException(String client, String property, String fault) {
    super("grantflow.clients.%s.%s: %s".formatted(client, property, fault));
  }

  static InvalidClientException missing(String client, String property) {
    return new InvalidClientException(
        "grantflow.clients.%s.%s is not set, and there is no default for it"
            .formatted(client, property));
  }

  InvalidClientException(String message) {
    super(message);
  }
}
