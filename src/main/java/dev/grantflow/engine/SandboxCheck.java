package dev.grantflow.engine;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.SandboxSettings;
import dev.grantflow.network.ThisMachine;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps apart what is for developers and what is for money. Protections may only be switched off
/// where the service calls itself a sandbox, and it may only do so where no browser but one on this
/// very machine can reach it: neither can be left behind in production unseen. Before anything else
/// starts.
@Context
@CheckedAtStart
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class SandboxCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxCheck.class);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  SandboxCheck(
      SandboxSettings settings,
      PublicAddress address,
      EgressSettings egress,
      DestinationSettings destinations) {
    var faults = new Faults("grantflow");
    if (settings.sandbox()) {
      checkSandbox(address.publicUri(), faults);
    } else {
      checkProduction(address.publicUri(), egress, destinations, faults);
    }
    faults.end();
    if (settings.sandbox()) {
      LOG.atWarn()
          .log(
              "THIS IS A SANDBOX (grantflow.sandbox): protections may be switched off; nobody's"
                  + " money belongs here");
    }
  }

  private static void checkSandbox(URI address, Faults faults) {
    if (!ThisMachine.isHostOf(address)) {
      faults.add(
          "public-uri",
          "is %s, and grantflow.sandbox is true: a sandbox is reached at localhost or 127.0.0.1 only; in production leave grantflow.sandbox out"
              .formatted(address));
    }
  }

  private static void checkProduction(
      URI address, EgressSettings egress, DestinationSettings destinations, Faults faults) {
    onlyInSandbox(egress.allowHttp(), "egress.allow-http", "true", faults);
    onlyInSandbox(egress.allowLoopback(), "egress.allow-loopback", "true", faults);
    onlyInSandbox(destinations.isAnyPort(), "egress.ports", "any", faults);
    if (!"https".equals(address.getScheme())) {
      faults.add(
          "public-uri",
          "is %s and must begin with https://; plain http is for sandboxes (grantflow.sandbox)"
              .formatted(address));
    }
  }

  private static void onlyInSandbox(boolean isSet, String property, String value, Faults faults) {
    if (isSet) {
      faults.add(
          property,
          "is %s, which only a sandbox may have (grantflow.sandbox): leave it out in production"
              .formatted(value));
    }
  }
}
