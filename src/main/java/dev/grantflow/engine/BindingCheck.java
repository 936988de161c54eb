package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.InvalidSettingsException;
import io.micronaut.context.annotation.Context;
import java.util.Comparator;

/// Stops the start where browsers would drop the cookie by which they are to be known again: no
/// interaction could ever be finished.
@Context
@CheckedAtStart
final class BindingCheck {

  /// @throws IllegalArgumentException naming the property, its value and the remedy
  BindingCheck(PublicAddress address, ClientInstances clients) {
    if (address.keepsSecureCookies()) {
      return;
    }
    var faults =
        clients
            .all()
            .filter(client -> client.hasReturn() && client.isBoundToBrowser())
            .sorted(Comparator.comparing(client -> client.name().value()))
            .map(client -> fault(address, client))
            .toList();
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  private static String fault(PublicAddress address, ClientInstance client) {
    return ("grantflow.public-uri is %s, where browsers keep no secure cookie, and"
            + " grantflow.clients.%s.browser-binding is REQUIRED, which needs one: use https,"
            + " or set browser-binding to OFF")
        .formatted(address.publicUri(), client.name());
  }
}
