package dev.grantflow.mysql;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.grantflow.engine.Outages;
import dev.grantflow.mysql.GrantWrites.Outcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits changes of different grants that come at once in one transaction. A commit is what costs
/// most, as it waits for the disk; while one is under way, those who come meanwhile gather for the
/// next. Nobody waits for company: who comes alone commits at once.
///
/// To each of them it is as if it had a transaction of its own. A grant that another transaction
/// holds has no part in it and waits by itself; where the shared transaction fails, each tries by
/// itself, so that no change suffers from another's fault; and where it hangs, because its
/// connection does, those who still wait for the next go by themselves. Thread-safe.
@Singleton
final class SharedCommits {

  private static final Logger LOG = LoggerFactory.getLogger(SharedCommits.class);
  private static final int SHARED_MAX = 128;

  /// Many times what a commit takes, and far below a lease.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final GrantWrites writes;
  private final Outages outages;

  private final Object lock = new Object();

  /// Guarded by the lock, as is the next.
  private final Queue<Turn> waiting = new ArrayDeque<>();

  private boolean isBusy;

  SharedCommits(GrantWrites writes, Outages outages) {
    this.writes = writes;
    this.outages = outages;
  }

  /// What is told to who waits.
  private sealed interface Told {

    /// Its change was tried, or has to be tried by itself.
    record Done(Outcome outcome) implements Told {}

    /// It is to write for all who wait.
    record Lead() implements Told {}
  }

  private record Turn(GrantChange change, CompletableFuture<Told> told) {}

  /// Returns when the change is committed, or is not to be. To be called outside a transaction.
  ///
  /// @return whether it was written; not when somebody else has changed the grant since it was read
  /// @throws RuntimeException when it could not be written, or nobody knows whether it was
  boolean commit(GrantChange change) {
    return switch (outcome(new Turn(change, new CompletableFuture<>()))) {
      case WRITTEN -> true;
      case OUTDATED -> false;
      case HELD -> writes.write(change);
    };
  }

  private Outcome outcome(Turn mine) {
    return switch (leadsOrWaits(mine) ? new Told.Lead() : told(mine)) {
      case Told.Done(var outcome) -> outcome;
      case Told.Lead _ -> lead(mine);
    };
  }

  private boolean leadsOrWaits(Turn mine) {
    synchronized (lock) {
      if (isBusy) {
        waiting.add(mine);
        return false;
      }
      isBusy = true;
      return true;
    }
  }

  private Told told(Turn mine) {
    try {
      return mine.told().get(PATIENCE.toMillis(), MILLISECONDS);
    } catch (TimeoutException _) {
      return gaveUp(mine) ? new Told.Done(Outcome.HELD) : mine.told().join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return gaveUp(mine) ? new Told.Done(Outcome.HELD) : mine.told().join();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Not where somebody has begun to write it.
  private boolean gaveUp(Turn mine) {
    synchronized (lock) {
      return waiting.remove(mine);
    }
  }

  /// Writes for all who wait, and then has one of those lead who came meanwhile.
  private Outcome lead(Turn mine) {
    var turns = new ArrayList<Turn>(List.of(mine));
    var outcomes = Collections.nCopies(SHARED_MAX, Outcome.HELD);
    try {
      gather(turns);
      outcomes = writes.writeFree(turns.stream().map(Turn::change).toList());
    } catch (RuntimeException | StackOverflowError failed) {
      tell(failed, turns.size());
    } finally {
      for (var i = 1; i < turns.size(); i++) {
        turns.get(i).told().complete(new Told.Done(outcomes.get(i)));
      }
      handOver();
    }
    return outcomes.getFirst();
  }

  private void gather(List<Turn> turns) {
    synchronized (lock) {
      while (turns.size() < SHARED_MAX && !waiting.isEmpty()) {
        turns.add(waiting.remove());
      }
    }
  }

  private void handOver() {
    @Nullable Turn next;
    synchronized (lock) {
      next = waiting.poll();
      isBusy = next != null;
    }
    if (next != null) {
      next.told().complete(new Told.Lead());
    }
  }

  /// Each finds out by itself whether it is the one at fault, and whether the database is away.
  private void tell(Throwable failed, int changes) {
    if (failed instanceof RuntimeException && outages.isOutage(failed)) {
      LOG.debug("{} changes are tried one by one", changes);
    } else {
      LOG.warn("{} changes are tried one by one: {}", changes, outages.shown(failed));
    }
  }
}
