package dev.grantflow.engine;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.SandboxSettings;
import dev.grantflow.network.ThisMachine;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps apart what is for developers and what is for money. Protections may only be switched off
/// where the service calls itself a sandbox, and it may only do so where no browser but one on this
/// very machine can reach it: neither can be left behind in production unseen. Before anything else
/// starts.
@Context
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class SandboxCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxCheck.class);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  SandboxCheck(
      SandboxSettings settings,
      PublicAddress address,
      EgressSettings egress,
      DestinationSettings destinations) {
    var uri = address.publicUri();
    if (settings.sandbox()) {
      check(
          ThisMachine.isHostOf(uri),
          "grantflow.public-uri is %s, and grantflow.sandbox is true: a sandbox is reached at"
              + " localhost or 127.0.0.1 only; in production leave grantflow.sandbox out",
          uri);
      LOG.atWarn()
          .log(
              "THIS IS A SANDBOX (grantflow.sandbox): protections may be switched off; nobody's"
                  + " money belongs here");
      return;
    }
    onlyInSandbox(egress.allowHttp(), "allow-http", true);
    onlyInSandbox(egress.allowLoopback(), "allow-loopback", true);
    onlyInSandbox(destinations.isAnyPort(), "ports", "any");
    check(
        "https".equals(uri.getScheme()),
        "grantflow.public-uri is %s and must begin with https://; plain http is for sandboxes"
            + " (grantflow.sandbox)",
        uri);
  }

  private static void onlyInSandbox(boolean isSet, String property, Object value) {
    check(
        !isSet,
        "grantflow.egress."
            + property
            + " is %s, which only a sandbox may have"
            + " (grantflow.sandbox): leave it out in production",
        value);
  }

  private static void check(boolean holds, String sentence, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(value));
    }
  }
}
