package dev.grantflow.mysql;

import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;

/// Holds the keyset against the database before anything is at work, but after all settings were
/// looked at: a mistake in one of them is told even where the database is away.
@Context
@Order(Ordered.LOWEST_PRECEDENCE)
final class KeysetAtStart {

  KeysetAtStart(Keyring keyring) {
    keyring.begin();
  }
}
