package dev.grantflow.egress;

import dev.grantflow.egress.Exchange.Limit;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// The limits per server as numbers. No tag names a server, because anyone can name servers; which
/// they are stands in the readiness detail and in the log.
@Singleton
final class ServerMeters implements MeterBinder {

  private final LimitedEgress egress;

  ServerMeters(LimitedEgress egress) {
    this.egress = egress;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Stream.of(State.CLOSED, State.OPEN, State.HALF_OPEN)
        .forEach(state -> circuits(state).register(registry));
    Gauge.builder("grantflow.egress.calls.in.flight", egress, ServerMeters::callsInFlight)
        .register(registry);
    Stream.of(Limit.values()).forEach(limit -> heldBack(limit).register(registry));
  }

  private Gauge.Builder<LimitedEgress> circuits(State state) {
    return Gauge.builder("grantflow.egress.circuits", egress, it -> count(it, state))
        .tag("state", lower(state));
  }

  private FunctionCounter.Builder<LongAdder> heldBack(Limit limit) {
    return FunctionCounter.builder(
            "grantflow.egress.calls.held.back", egress.heldBack(limit), LongAdder::sum)
        .tag("reason", lower(limit));
  }

  private static double count(LimitedEgress egress, State state) {
    return egress.servers().stream().filter(server -> server.circuit() == state).count();
  }

  private static double callsInFlight(LimitedEgress egress) {
    return egress.servers().stream().mapToInt(Server::callsInFlight).sum();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
