package dev.grantflow.delivery;

import dev.grantflow.delivery.KeySource.Reading;
import dev.grantflow.delivery.RecipientKeys.Choice;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.engine.TokenDelivery.Sealing;
import dev.grantflow.grant.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Whom a client instance's tokens are encrypted to. Once it has a key it never is without, so that
/// an event never waits for one and is never lost for want of one; until then no call is made that
/// could bring a token. Thread-safe.
final class Recipient implements Sealing {

  private static final Logger LOG = LoggerFactory.getLogger(Recipient.class);
  private static final double MILLIS = 1000;

  private final DeliverySettings settings;
  private final String property;
  private final KeySource source;
  private volatile @Nullable Known known;

  /// @param at when the source was last good
  private record Known(RecipientKey key, Instant at) {}

  /// @param property where the source is configured
  Recipient(DeliverySettings settings, String property, KeySource source) {
    this.settings = settings;
    this.property = property;
    this.source = source;
  }

  /// Looks at the source for the first time.
  ///
  /// @return why it is of no use and will not be; empty also where that is somebody else's business
  Optional<IllegalArgumentException> begin(Instant now) {
    return switch (choose(source)) {
      case Choice.Chosen(var key) -> {
        known = new Known(key, now);
        yield Optional.empty();
      }
      case Choice.None(var why) when source.isOthers() -> {
        failed(why);
        yield Optional.empty();
      }
      case Choice.None(var why) -> Optional.of(wrong(why));
    };
  }

  private IllegalArgumentException wrong(String why) {
    return settings.wrong(
        property,
        "is %s, which %s. Tokens cannot be encrypted without a key.".formatted(source, why));
  }

  /// Looks at the source again. What is of no use there leaves the key as it was, and so does a
  /// fault of ours, which must not keep other recipients from theirs.
  void refresh(Instant now) {
    try {
      switch (choose(source)) {
        case Choice.Chosen(var key) -> take(key, now);
        case Choice.None(var why) -> failed(why);
      }
    } catch (RuntimeException bug) {
      LOG.atError()
          .addKeyValue(LogKeys.CLIENT, client())
          .addKeyValue(LogKeys.SOURCE, source)
          .setCause(bug)
          .log("a fault of the service: the recipient's keys are left as they were");
    }
  }

  private void take(RecipientKey key, Instant now) {
    var former = known;
    known = new Known(key, now);
    if (former == null || !key.equals(former.key())) {
      LOG.atInfo()
          .addKeyValue(LogKeys.CLIENT, client())
          .addKeyValue(LogKeys.KEY_ID, key.keyId())
          .log("tokens are encrypted to another key from now on");
    }
  }

  private void failed(String why) {
    var hasKey = known != null;
    LOG.atLevel(hasKey ? Level.WARN : Level.ERROR)
        .addKeyValue(LogKeys.CLIENT, client())
        .addKeyValue(LogKeys.SOURCE, source)
        .addKeyValue(LogKeys.CAUSE, why)
        .log(
            hasKey
                ? "the recipient's keys could not be read; the last good one is used on"
                : "the recipient's keys could not be read yet; the client's grants wait for them");
  }

  @Override
  public boolean isReady() {
    return known != null;
  }

  @Override
  public String seal(Secret plaintext, Map<String, String> bound) {
    var present = known;
    if (present == null) {
      throw new IllegalStateException("a token came although no call for one may be made");
    }
    return present.key().seal(plaintext, bound);
  }

  String client() {
    return settings.name();
  }

  /// For how many seconds the source has not been good; NaN when it never was.
  double age(Instant now) {
    var present = known;
    return present == null ? Double.NaN : Duration.between(present.at(), now).toMillis() / MILLIS;
  }

  private static Choice choose(KeySource source) {
    return switch (source.read()) {
      case Reading.Text(var text) -> RecipientKeys.choose(text);
      case Reading.Nothing(var why) -> new Choice.None(why);
    };
  }
}
