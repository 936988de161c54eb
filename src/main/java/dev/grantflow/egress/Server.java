package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this replica knows of one server: how many calls to it are in flight, whether the last ones
/// were answered, and when whoever is held back should come again. Thread-safe.
final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// Of those who wait for a server that does not answer: calls that fail at once say nothing of
  /// how fast it could serve them.
  private static final Duration PACE_WHILE_AWAY = Duration.ofMillis(20);

  private static final Duration PACE = Duration.ofMillis(1);

  private static final Duration COME_BACK = Duration.ofSeconds(10);

  private final Origin origin;
  private final Ticker ticker;
  private final Bulkhead bulkhead;
  private final CircuitBreaker circuit;
  private final WaitingLine line;
  private final Standing standing = new Standing();
  private final Semaphore waiters;
  private final int callsMax;
  private volatile long openUntil;
  private volatile String lastFailure = "";

  Server(Origin origin, BulkheadSettings bulkhead, CircuitSettings circuit, Ticker ticker) {
    this.origin = origin;
    this.ticker = ticker;
    this.openUntil = ticker.read();
    this.callsMax = bulkhead.callsPerServerMax();
    this.line = new WaitingLine(callsMax);
    this.waiters = new Semaphore(callsMax);
    this.bulkhead =
        Bulkhead.of(
            origin.toString(),
            BulkheadConfig.custom()
                .maxConcurrentCalls(callsMax)
                .maxWaitDuration(Duration.ZERO)
                .build());
    this.circuit = CircuitBreaker.of(origin.toString(), configuration(circuit, ticker));
    this.circuit
        .getEventPublisher()
        .onStateTransition(event -> onTransition(event, circuit.openTime()));
  }

  /// Slow answers do not open a circuit: whoever wants a grant of a slow server has no other, and
  /// the limit on calls in flight keeps them from harming others.
  private static CircuitBreakerConfig configuration(CircuitSettings settings, Ticker ticker) {
    return CircuitBreakerConfig.custom()
        .clock(new TickerClock(ticker))
        .slidingWindow(
            settings.window(),
            settings.callsMin(),
            CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(settings.failureRate())
        .waitDurationInOpenState(settings.openTime())
        .permittedNumberOfCallsInHalfOpenState(settings.probes())
        .recordResult(Verdict.FAILS::equals)
        .build();
  }

  private void onTransition(CircuitBreakerOnStateTransitionEvent event, Duration openTime) {
    switch (event.getStateTransition().getToState()) {
      case OPEN -> {
        openUntil = ticker.read() + openTime.toNanos();
        LOG.atWarn()
            .addKeyValue("server", origin)
            .addKeyValue("cause", lastFailure)
            .log("a server does not answer; calls to it are held back");
      }
      case CLOSED -> {
        line.clear();
        LOG.atInfo().addKeyValue("server", origin).log("a server answers again");
      }
      case HALF_OPEN, DISABLED, METRICS_ONLY, FORCED_OPEN -> {}
    }
  }

  /// Asks for a place. Who gets one gives it back by [#leave].
  ///
  /// @return why there is none, and when to come again; empty when the call may be made
  Optional<HeldBack> enter() {
    if (!bulkhead.tryAcquirePermission()) {
      return Optional.of(busy());
    }
    if (!circuit.tryAcquirePermission()) {
      bulkhead.releasePermission();
      return Optional.of(away());
    }
    line.callBegins(ticker.read());
    return Optional.empty();
  }

  /// @param why what failed, where something did
  void leave(Verdict verdict, String why, long tookNanos) {
    switch (verdict) {
      case ANSWERS -> circuit.onResult(tookNanos, TimeUnit.NANOSECONDS, verdict);
      case FAILS -> {
        lastFailure = why;
        circuit.onResult(tookNanos, TimeUnit.NANOSECONDS, verdict);
      }
      case NONE -> circuit.releasePermission();
    }
    line.callEnds(ticker.read(), tookNanos, verdict != Verdict.NONE);
    bulkhead.releasePermission();
  }

  private HeldBack busy() {
    var now = ticker.read();
    return new HeldBack(
        Limit.BUSY,
        "%s: %d calls are in flight, as many as grantflow.egress.calls-per-server-max allows"
            .formatted(origin, callsMax),
        line.turn(now, now, PACE));
  }

  private HeldBack away() {
    return new HeldBack(
        Limit.UNAVAILABLE,
        "%s; it was the last of several such calls, and none is made for a while"
            .formatted(lastFailure),
        line.turn(ticker.read(), openUntil, PACE_WHILE_AWAY));
  }

  Origin origin() {
    return origin;
  }

  /// Open as long as calls are held back, and a little longer, as they come back one by one. From
  /// then on the next call is a trial, whenever somebody makes one.
  State circuit() {
    var state = circuit.getState();
    return state == State.OPEN && ticker.read() - openUntil > COME_BACK.toNanos()
        ? State.HALF_OPEN
        : state;
  }

  Standing standing() {
    return standing;
  }

  /// Places for those who wait for their turn without going away.
  Semaphore waiters() {
    return waiters;
  }

  int callsInFlight() {
    return callsMax - bulkhead.getMetrics().getAvailableConcurrentCalls();
  }

  boolean isFull() {
    return bulkhead.getMetrics().getAvailableConcurrentCalls() == 0;
  }
}
