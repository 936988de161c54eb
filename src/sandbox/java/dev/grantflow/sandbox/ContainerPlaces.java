package dev.grantflow.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// Where things are in `docker-compose.yml`. Each URI is the same for browsers and for containers.
///
/// @param wallets of the authorization server and the wallet addresses
/// @param bootstrapServers Kafka, as containers reach it
/// @param bootstrapServersOutside Kafka, as the machine reaches it
/// @param secrets what [ContainerSecrets] made for the sandbox
public record ContainerPlaces(
    URI grantflow,
    URI management,
    URI wallets,
    URI shop,
    URI issuer,
    String bootstrapServers,
    String bootstrapServersOutside,
    Path secrets) {

  /// @throws IllegalArgumentException naming the variable that is not set
  public static ContainerPlaces of(Map<String, String> environment) {
    return new ContainerPlaces(
        URI.create(given(environment, "SANDBOX_GRANTFLOW")),
        URI.create(given(environment, "SANDBOX_MANAGEMENT")),
        URI.create(given(environment, "SANDBOX_WALLETS")),
        URI.create(given(environment, "SANDBOX_SHOP")),
        URI.create(given(environment, "SANDBOX_ISSUER")),
        given(environment, "SANDBOX_KAFKA"),
        given(environment, "SANDBOX_KAFKA_OUTSIDE"),
        Path.of(given(environment, "SANDBOX_SECRETS")));
  }

  private static String given(Map<String, String> environment, String name) {
    var value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }
}
