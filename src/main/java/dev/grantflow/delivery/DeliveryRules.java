package dev.grantflow.delivery;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What holds for the delivery of all client instances. A wrong value stops the start.
///
/// @param inlineAllowed whether a client instance may have its tokens in events as they are
/// @param recipientKeysRefresh how often the keys of recipients are read again
@Context
@ConfigurationProperties("grantflow.tokens")
record DeliveryRules(
    @Bindable(defaultValue = "true") boolean inlineAllowed,
    @Bindable(defaultValue = REFRESH) Duration recipientKeysRefresh) {

  static final String REFRESH = "1m";

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(24);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  DeliveryRules {
    if (recipientKeysRefresh.compareTo(LEAST) < 0 || recipientKeysRefresh.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "grantflow.tokens.recipient-keys-refresh is %s and must be from 1s to 24h"
              .formatted(recipientKeysRefresh));
    }
  }
}
