package dev.grantflow.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Grants that set out one after the other at a steady pace, whatever becomes of the service
/// meanwhile.
final class Crowd implements AutoCloseable {

  private static final Duration PACE = Duration.ofMillis(60);

  /// Commands of each kind, good and bad, and browsers that come back; of calls that take a while
  /// there are some in flight at any time.
  private static final List<Journey> JOURNEYS =
      List.of(
          Journey.DIRECT,
          Journey.SLOW,
          Journey.APPROVED,
          Journey.REVOKED_WHILE_FINALIZED,
          Journey.ROTATED,
          Journey.SLOW,
          Journey.DENIED,
          Journey.REVOKED_WHILE_PENDING,
          Journey.REVOKED_BY_TOKEN,
          Journey.REFUSED_TWICE);

  private final Function<Journey, Traveller> travellers;
  private final Queue<Walk> walks = new ConcurrentLinkedQueue<>();
  private final ExecutorService roads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService gate = Executors.newSingleThreadScheduledExecutor();

  private record Walk(Traveller traveller, Future<?> home) {}

  private Crowd(Function<Journey, Traveller> travellers) {
    this.travellers = travellers;
  }

  static Crowd setOut(Function<Journey, Traveller> travellers) {
    var crowd = new Crowd(travellers);
    var _ =
        crowd.gate.scheduleAtFixedRate(crowd::letOut, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    return crowd;
  }

  private void letOut() {
    var journey = JOURNEYS.get(walks.size() % JOURNEYS.size());
    var traveller = travellers.apply(journey);
    walks.add(new Walk(traveller, roads.submit(() -> traveller.travel(journey.told()))));
  }

  /// How many have set out and have not reached their end.
  long underWay() {
    return walks.stream().filter(walk -> !walk.home().isDone()).count();
  }

  /// Lets nobody more set out, and returns when all have reached their end.
  ///
  /// @throws AssertionError when one did not; says which
  List<Traveller> awaitHome(Duration patience) throws InterruptedException, TimeoutException {
    gate.shutdown();
    var _ = gate.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    for (var walk : walks) {
      try {
        walk.home().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException lost) {
        throw new AssertionError("%s: %s".formatted(walk.traveller(), lost.getCause()), lost);
      }
    }
    return walks.stream().map(Walk::traveller).toList();
  }

  @Override
  public void close() {
    gate.shutdownNow();
    roads.shutdownNow();
  }
}
