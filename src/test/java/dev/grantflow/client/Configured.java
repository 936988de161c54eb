package dev.grantflow.client;

import dev.grantflow.PartialContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What an operator writes under `grantflow.clients`, and what becomes of it.
final class Configured {

  private final Map<String, Object> properties = new HashMap<>();

  /// A client with a wallet address and a key id of its own name, and nothing that has a default.
  Configured with(String name, Path keyFile) {
    return with(name, "wallet-address", "https://wallet.example/" + name)
        .with(name, "key-id", name + "-key")
        .with(name, "key-file", keyFile.toString());
  }

  Configured with(String name, String property, Object value) {
    return with("grantflow.clients." + name + "." + property, value);
  }

  Configured with(String property, Object value) {
    properties.put(property, value);
    return this;
  }

  ClientInstances start() {
    try (var context = PartialContexts.of(ClientInstances.class, properties).start()) {
      return context.getBean(ClientInstances.class);
    }
  }

  static KeySettings keySettings() {
    return new KeySettings(
        Duration.ofSeconds(10),
        Duration.ofHours(24),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10));
  }

  ClientSettings settings() {
    try (var context = PartialContexts.of(ClientInstances.class, properties).start()) {
      return context.getBean(ClientSettings.class);
    }
  }
}
