package dev.grantflow.mysql;

import dev.grantflow.mysql.GrantWrites.Outcome;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits changes of different grants that come at once in one transaction. A commit is what costs
/// most, as it waits for the disk; while one is under way, those who come meanwhile gather for the
/// next. Nobody waits for company: who comes alone commits at once.
///
/// To each of them it is as if it had a transaction of its own. A grant that another transaction
/// holds has no part in it and waits by itself; and where the shared transaction fails, each tries
/// by itself, so that no change suffers from another's fault. Thread-safe.
@Singleton
final class SharedCommits {

  private static final Logger LOG = LoggerFactory.getLogger(SharedCommits.class);
  private static final int SHARED_MAX = 128;

  private final GrantWrites writes;
  private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();
  private final Lock turn = new ReentrantLock();

  SharedCommits(GrantWrites writes) {
    this.writes = writes;
  }

  /// Returns when the change is committed, or is not to be. To be called outside a transaction.
  ///
  /// @return whether it was written; not when somebody else has changed the grant since it was read
  /// @throws RuntimeException when it could not be written, or nobody knows whether it was
  boolean commit(GrantChange change) {
    var mine = new Turn(change);
    waiting.add(mine);
    return switch (outcome(mine)) {
      case WRITTEN -> true;
      case OUTDATED -> false;
      case HELD -> writes.write(change);
    };
  }

  /// Whoever has the lock writes for all who wait, and the others find that it is done.
  private Outcome outcome(Turn mine) {
    turn.lock();
    try {
      var outcome = mine.outcome;
      while (outcome == null) {
        write(next());
        outcome = mine.outcome;
      }
      return outcome;
    } finally {
      turn.unlock();
    }
  }

  private List<Turn> next() {
    var turns = new ArrayList<Turn>();
    for (var it = waiting.poll(); it != null; it = waiting.poll()) {
      turns.add(it);
      if (turns.size() == SHARED_MAX) {
        break;
      }
    }
    return turns;
  }

  /// What failed is not told here: each finds out by itself whether it is the one at fault.
  private void write(List<Turn> turns) {
    turns.forEach(it -> it.outcome = Outcome.HELD);
    try {
      var outcomes = writes.writeFree(turns.stream().map(it -> it.change).toList());
      for (var i = 0; i < turns.size(); i++) {
        turns.get(i).outcome = outcomes.get(i);
      }
    } catch (RuntimeException failed) {
      LOG.debug("changes of {} grants are committed one by one", turns.size(), failed);
    }
  }

  /// Guarded by the lock.
  private static final class Turn {

    private final GrantChange change;
    private @Nullable Outcome outcome;

    Turn(GrantChange change) {
      this.change = change;
    }
  }
}
