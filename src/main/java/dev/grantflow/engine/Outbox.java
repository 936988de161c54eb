package dev.grantflow.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Messages that are committed and not yet published.
public interface Outbox {

  /// Hands the oldest messages to `publish` and removes what it has settled when it returns. At
  /// most one replica is in here at a time, so the order of messages is the order of publication.
  /// When `publish` throws, or the process dies, the messages stay and are handed out again: at
  /// least once.
  ///
  /// @param publish blocks until every message that it calls settled is acknowledged, or throws
  Turn drain(int max, Function<List<OutboxMessage>, Settled> publish);

  /// What waits, at little cost however much that is.
  Backlog backlog();

  /// How a turn at the outbox went.
  sealed interface Turn {

    /// Another replica is at it.
    record Elsewhere() implements Turn {}

    /// @param settled how many messages left the outbox; 0 when there were none
    record Ours(int settled) implements Turn {}
  }

  /// What became of messages.
  ///
  /// @param count how many from the first on were published or never can be; the others stay
  /// @param unpublishable those that never can be, by their place, and why: they are set aside with
  ///   all that they hold until an operator acts, and those behind them go on
  record Settled(int count, Map<Integer, String> unpublishable) {
    public Settled {
      unpublishable = Map.copyOf(unpublishable);
    }
  }

  /// @param messages that wait; above a thousand an estimate that is rather too high
  /// @param oldest since when the one waits that is published next; null when none does
  /// @param aside messages that wait for an operator
  record Backlog(long messages, @Nullable Instant oldest, long aside) {}
}
