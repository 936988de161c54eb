package dev.grantflow.engine;

import java.util.List;
import java.util.function.Consumer;

/// Messages that are committed and not yet published.
public interface Outbox {

  /// Hands the oldest messages to `publish` and removes them when it returns. At most one replica
  /// is in here at a time, so the order of messages is the order of publication. When `publish`
  /// throws, or the process dies, the messages stay and are handed out again: at least once.
  ///
  /// @param publish blocks until every message is acknowledged, or throws
  /// @return how many were published; 0 also when another replica is at it
  int drain(int max, Consumer<List<OutboxMessage>> publish);
}
