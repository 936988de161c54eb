package dev.grantflow.delivery;

import dev.grantflow.delivery.KeySource.Reading;
import dev.grantflow.delivery.RecipientKeys.Choice;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.engine.TokenDelivery.Sealing;
import dev.grantflow.grant.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom a client instance's tokens are encrypted to. It holds a key from the first moment to the
/// last, so that an event never waits for one and is never lost for want of one. Thread-safe.
final class Recipient implements Sealing {

  private static final Logger LOG = LoggerFactory.getLogger(Recipient.class);

  private final String client;
  private final KeySource source;
  private volatile Known known;

  /// @param at when the source was last good
  private record Known(RecipientKey key, Instant at) {}

  private Recipient(String client, KeySource source, Known known) {
    this.client = client;
    this.source = source;
    this.known = known;
  }

  /// @param property where the source is configured
  /// @throws IllegalArgumentException when there is no key
  static Recipient first(
      DeliverySettings settings, String property, KeySource source, Instant now) {
    return switch (choose(source)) {
      case Choice.Chosen(var key) -> new Recipient(settings.name(), source, new Known(key, now));
      case Choice.None(var why) ->
          throw settings.wrong(
              property,
              "is %s, which %s. Tokens cannot be encrypted without a key.".formatted(source, why));
    };
  }

  /// Looks at the source again. What is of no use there leaves the key as it was.
  void refresh(Instant now) {
    switch (choose(source)) {
      case Choice.Chosen(var key) -> {
        if (!key.equals(known.key())) {
          LOG.atInfo()
              .addKeyValue(LogKeys.CLIENT, client)
              .addKeyValue(LogKeys.KEY_ID, key.keyId())
              .log("tokens are encrypted to another key from now on");
        }
        known = new Known(key, now);
      }
      case Choice.None(var why) ->
          LOG.atWarn()
              .addKeyValue(LogKeys.CLIENT, client)
              .addKeyValue(LogKeys.SOURCE, source)
              .addKeyValue(LogKeys.CAUSE, why)
              .log("the recipient's keys could not be read; the last good one is used on");
    }
  }

  @Override
  public String seal(Secret plaintext, Map<String, String> bound) {
    return known.key().seal(plaintext, bound);
  }

  String client() {
    return client;
  }

  /// For how long the source has not been good.
  Duration age(Instant now) {
    return Duration.between(known.at(), now);
  }

  private static Choice choose(KeySource source) {
    return switch (source.read()) {
      case Reading.Text(var text) -> RecipientKeys.choose(text);
      case Reading.Nothing(var why) -> new Choice.None(why);
    };
  }
}
