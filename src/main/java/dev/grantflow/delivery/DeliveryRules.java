package dev.grantflow.delivery;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What holds for the delivery of all client instances. A wrong value stops the start.
///
/// @param inlineAllowed whether a client instance may have its tokens in events as they are;
///   `false` stops the start where one has `token-delivery` `INLINE`, by saying so or by saying
///   nothing
/// @param recipientKeysRefresh how often the keys that tokens are encrypted to are read again
@Context
@ConfigurationProperties("grantflow.tokens")
record DeliveryRules(
    @Bindable(defaultValue = "true") boolean inlineAllowed,
    @Bindable(defaultValue = REFRESH) Duration recipientKeysRefresh) {

  static final String REFRESH = "1m";

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(24);

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  DeliveryRules {
    var faults = new Faults("grantflow.tokens");
    faults.check(
        recipientKeysRefresh.compareTo(LEAST) >= 0 && recipientKeysRefresh.compareTo(MOST) <= 0,
        "recipient-keys-refresh",
        recipientKeysRefresh,
        "from 1s to 24h");
    faults.end();
  }
}
