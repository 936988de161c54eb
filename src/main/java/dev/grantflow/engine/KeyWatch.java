package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.client.ClientKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.time.InstantSource;

/// The keys of the client instances as numbers, one each for every key that is configured. Stops
/// the start when a client instance has none that signs yet.
@Context
final class KeyWatch {

  private final InstantSource clock;

  KeyWatch(ClientInstances clients, InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    var now = clock.instant();
    clients
        .all()
        .forEach(
            client -> {
              client.checkKeys(now);
              client.allKeys().forEach(key -> watch(client, key, meters));
            });
  }

  private void watch(ClientInstance client, ClientKey key, MeterRegistry meters) {
    Gauge.builder(
            "grantflow.client.key.in.use", key, it -> client.isInUse(it, clock.instant()) ? 1 : 0)
        .tag("client", client.name().value())
        .tag("key", key.keyId())
        .strongReference(true)
        .register(meters);
    Gauge.builder("grantflow.client.key.file.faulty", key, it -> it.isFileFaulty() ? 1 : 0)
        .tag("client", client.name().value())
        .tag("key", key.keyId())
        .strongReference(true)
        .register(meters);
  }
}
