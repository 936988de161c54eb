package dev.grantflow.engine;

import dev.grantflow.egress.SandboxSettings;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.InvalidSettingsException;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the start where tokens, or what leads to them, would leave this machine in the clear. The
/// clients of MySQL and Kafka would do that in silence; whoever means it says so. Before anything
/// else starts.
@Context
@CheckedAtStart
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class TransportCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TransportCheck.class);

  /// @throws IllegalArgumentException naming what is not protected, and the setting that is missing
  TransportCheck(SandboxSettings sandbox, TransportSettings transport, Environment environment) {
    if (sandbox.sandbox()) {
      return;
    }
    var ways =
        Stream.of(PlainTransport.toMySql(environment), PlainTransport.toKafka(environment))
            .flatMap(Optional::stream)
            .toList();
    if (!transport.plain() && !ways.isEmpty()) {
      throw new InvalidSettingsException(ways.stream().map(TransportCheck::fault).toList());
    }
    ways.forEach(
        way ->
            LOG.warn(
                "Nothing of Grantflow's protects the way (grantflow.transport.plain): {}", way));
  }

  private static String fault(String way) {
    return "grantflow.transport.plain is false, and the settings reach "
        + way
        + "; only where something else encrypts what goes there, set"
        + " grantflow.transport.plain to true";
  }
}
