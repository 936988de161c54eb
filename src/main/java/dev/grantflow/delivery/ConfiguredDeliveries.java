package dev.grantflow.delivery;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import dev.grantflow.engine.TokenDeliveries;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.engine.TokenDelivery.Encrypted;
import dev.grantflow.grant.ClientName;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.InvalidSettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// The deliveries as configured. Made at start, so that a mistake in one, or a file without a key,
/// stops it; a server without one stops its own client's grants alone. Recipients' keys are read
/// again from time to time, never when an event is made.
@Context
@CheckedAtStart
final class ConfiguredDeliveries implements TokenDeliveries {

  private final Map<String, TokenDelivery> byName;
  private final List<Recipient> recipients;
  private final InstantSource clock;

  ConfiguredDeliveries(
      Collection<DeliverySettings> settings,
      DeliveryReader reader,
      InstantSource clock,
      MeterRegistry meters) {
    this.clock = clock;
    byName = read(settings, reader);
    recipients = byName.values().stream().flatMap(ConfiguredDeliveries::recipient).toList();
    begin();
    recipients.forEach(recipient -> measure(recipient, meters));
  }

  private static Map<String, TokenDelivery> read(
      Collection<DeliverySettings> settings, DeliveryReader reader) {
    var byName = new HashMap<String, TokenDelivery>();
    var faults = new ArrayList<String>();
    for (var client : sorted(settings)) {
      try {
        byName.put(client.name(), reader.read(client));
      } catch (InvalidSettingsException invalid) {
        faults.addAll(invalid.faults());
      }
    }
    check(faults);
    return Map.copyOf(byName);
  }

  private static List<DeliverySettings> sorted(Collection<DeliverySettings> settings) {
    return settings.stream().sorted(Comparator.comparing(DeliverySettings::name)).toList();
  }

  private static void check(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  /// All at once: each server may take seconds to be away.
  private void begin() {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var faults =
          recipients.stream()
              .map(it -> supplyAsync(() -> it.begin(clock.instant()), readers))
              .toList();
      check(
          faults.stream()
              .map(CompletableFuture::join)
              .flatMap(Optional::stream)
              .map(fault -> String.valueOf(fault.getMessage()))
              .toList());
    }
  }

  @Override
  public TokenDelivery of(ClientName client) {
    return byName.getOrDefault(client.value(), new TokenDelivery.Reference());
  }

  @Override
  public boolean isConfigured(ClientName client) {
    return byName.containsKey(client.value());
  }

  /// All at once: a server that hangs delays nobody else's keys. Lasts as long as the slowest
  /// source may take.
  @Scheduled(
      initialDelay = "${grantflow.tokens.recipient-keys-refresh:" + DeliveryRules.REFRESH + "}",
      fixedDelay = "${grantflow.tokens.recipient-keys-refresh:" + DeliveryRules.REFRESH + "}")
  void refresh() {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      recipients.forEach(it -> readers.execute(() -> it.refresh(clock.instant())));
    }
  }

  private static Stream<Recipient> recipient(TokenDelivery delivery) {
    return delivery instanceof Encrypted(Recipient recipient)
        ? Stream.of(recipient)
        : Stream.empty();
  }

  private void measure(Recipient recipient, MeterRegistry meters) {
    Gauge.builder("grantflow.recipient.keys.age", recipient, it -> it.age(clock.instant()))
        .baseUnit("seconds")
        .tag("client", recipient.client())
        .register(meters);
  }
}
