package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.grantflow.egress.Exchange.HeldBack;
import dev.grantflow.egress.Exchange.Limit;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// [Egress] that lets no server hold more than its share of this replica: so many calls in flight
/// and no more, and next to none once it does not answer; no registered domain more than a quarter
/// of it, and all those together that are not known to answer no more than half. Who is held back
/// is told when to come again. Those whose turn comes soon wait for it here, as many for a server
/// as it may have calls and no more than a quarter of this replica.
@Singleton
public final class LimitedEgress implements Egress {

  /// To come again takes two transactions, and who does finds others in the places.
  private static final Duration WAITED_HERE_MAX = Duration.ofSeconds(1);

  /// The rest of its time is the call's.
  private static final int WAITED_OF_DEADLINE_MAX = 10;

  private final HttpEgress http;
  private final Servers servers;
  private final Domains domains;
  private final Share strangers;
  private final Semaphore waiters;
  private final Duration waitMax;
  private final Ticker ticker;
  private final LongAdder heldBackAsBusy = new LongAdder();
  private final LongAdder heldBackAsAway = new LongAdder();

  @Inject
  LimitedEgress(
      HttpEgress http,
      BulkheadSettings bulkhead,
      CircuitSettings circuit,
      @Property(name = "grantflow.engine.concurrency", defaultValue = "256") int concurrency) {
    this(http, bulkhead, circuit, concurrency, Ticker.systemTicker());
  }

  LimitedEgress(
      HttpEgress http,
      BulkheadSettings bulkhead,
      CircuitSettings circuit,
      int concurrency,
      Ticker ticker) {
    this.http = http;
    this.domains = new Domains(Math.max(concurrency / 4, bulkhead.callsPerServerMax()), ticker);
    this.strangers =
        new Share(
            Math.max(1, concurrency / 2),
            "%s is not known to answer yet: %d calls to such servers are in flight, half of"
                + " grantflow.engine.concurrency",
            ticker);
    this.waiters = new Semaphore(concurrency / 4);
    var share = http.deadline().dividedBy(WAITED_OF_DEADLINE_MAX);
    this.waitMax = share.compareTo(WAITED_HERE_MAX) < 0 ? share : WAITED_HERE_MAX;
    this.servers = new Servers(bulkhead, circuit, ticker);
    this.ticker = ticker;
  }

  @Override
  public Exchange send(OutboundRequest request) {
    return Origin.of(request.uri())
        .map(origin -> send(origin, request))
        .orElseGet(() -> http.send(request));
  }

  private Exchange send(Origin origin, OutboundRequest request) {
    long begin = System.nanoTime();
    Server server = servers.visit(origin);
    try {
      var exchange =
          inTurn(
              server,
              request,
              begin,
              () -> domains.within(origin, () -> withinStrangers(server, request, begin)));
      if (exchange instanceof HeldBack heldBack) {
        heldBack(heldBack.limit()).increment();
      }
      return exchange;
    } finally {
      servers.leave(origin);
    }
  }

  /// Strangers do not wait: they might be as many as somebody likes. Whoever wakes too late, as a
  /// machine does that stood still, has lost the turn.
  private Exchange inTurn(
      Server server, OutboundRequest request, long begin, Supplier<Exchange> call) {
    var exchange = call.get();
    while (exchange instanceof HeldBack(var limit, _, var turn)
        && limit == Limit.BUSY
        && turn.compareTo(waitMax.minusNanos(System.nanoTime() - begin)) <= 0
        && server.standing().isKnownFor(request)
        && await(server, turn)
        && System.nanoTime() - begin <= waitMax.multipliedBy(2).toNanos()) {
      exchange = call.get();
    }
    return exchange;
  }

  /// @return false at once where too many wait already
  private boolean await(Server server, Duration turn) {
    if (!server.waiters().tryAcquire()) {
      return false;
    }
    try {
      if (!waiters.tryAcquire()) {
        return false;
      }
      try {
        LockSupport.parkNanos(turn.toNanos());
        return true;
      } finally {
        waiters.release();
      }
    } finally {
      server.waiters().release();
    }
  }

  /// Whoever is known is reached past them.
  private Exchange withinStrangers(Server server, OutboundRequest request, long since) {
    return server.standing().isKnownFor(request)
        ? withinServer(server, request, since)
        : strangers.within(server.origin(), () -> withinServer(server, request, since));
  }

  private Exchange withinServer(Server server, OutboundRequest request, long since) {
    return server
        .enter()
        .<Exchange>map(it -> it)
        .orElseGet(() -> call(server, request, since).exchange());
  }

  private Attempt call(Server server, OutboundRequest request, long since) {
    long begin = ticker.read();
    // As long as the call has not come back, it says nothing; it never does if it meets a bug.
    Verdict verdict = Verdict.NONE;
    String why = "";
    try {
      Attempt attempt = http.attempt(request, Duration.ofNanos(System.nanoTime() - since));
      verdict = attempt.verdict();
      why = attempt.why(request);
      return attempt;
    } finally {
      server.standing().add(request, verdict);
      server.leave(verdict, why, ticker.read() - begin);
    }
  }

  /// Requests that were held back since the start.
  LongAdder heldBack(Limit limit) {
    return switch (limit) {
      case BUSY -> heldBackAsBusy;
      case UNAVAILABLE -> heldBackAsAway;
    };
  }

  /// The servers that were called lately; for looking only.
  List<Server> servers() {
    return servers.all();
  }
}
