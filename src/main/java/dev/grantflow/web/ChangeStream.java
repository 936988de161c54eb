package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantWaits;
import dev.grantflow.grant.GrantId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// One caller's way through a grant's history, in the form of server-sent events. For one thread at
/// a time.
final class ChangeStream {

  private static final int BATCH_MAX = 100;
  private static final byte[] GREETING = "retry: 2000\n\n".getBytes(UTF_8);

  /// A comment, which clients ignore; it keeps proxies from closing a silent connection.
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

  /// How often it is looked whether the caller is still there.
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final GrantRecords records;
  private final GrantWaits waits;
  private final GrantId id;
  private final Duration heartbeat;
  private long seen;
  private boolean isGreeted;
  private boolean hasEnded;
  private volatile boolean hasLeft;

  /// @param seen the version up to which the caller knows the history
  ChangeStream(GrantRecords records, GrantWaits waits, GrantId id, long seen, Duration heartbeat) {
    this.records = records;
    this.waits = waits;
    this.id = id;
    this.seen = seen;
    this.heartbeat = heartbeat;
  }

  boolean hasEnded() {
    return hasEnded;
  }

  /// The caller is gone; whoever waits for a change of the grant stops soon. From any thread.
  void leave() {
    hasLeft = true;
  }

  /// What is to be sent next; waits up to a heartbeat for it.
  byte[] next() {
    if (!isGreeted) {
      isGreeted = true;
      return GREETING;
    }
    var entries = records.historyAfter(id, seen, BATCH_MAX);
    if (!entries.isEmpty()) {
      return told(entries);
    }
    try {
      // Gone is what retention has removed, which is long after the end.
      hasEnded = awaitChange() && records.version(id).isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      hasEnded = true;
      return HEARTBEAT;
    }
    var changes = records.historyAfter(id, seen, BATCH_MAX);
    return changes.isEmpty() ? HEARTBEAT : told(changes);
  }

  private boolean awaitChange() throws InterruptedException {
    var until = System.nanoTime() + heartbeat.toNanos();
    while (!hasLeft) {
      var left = Duration.ofNanos(until - System.nanoTime());
      if (!left.isPositive()) {
        return false;
      }
      if (waits.awaitChange(id, seen, left.compareTo(LOOK_UP) < 0 ? left : LOOK_UP)) {
        return true;
      }
    }
    return false;
  }

  private byte[] told(List<Entry> entries) {
    var last = entries.getLast();
    seen = last.version();
    hasEnded = last.isLast();
    return entries.stream().map(this::event).collect(Collectors.joining()).getBytes(UTF_8);
  }

  private String event(Entry entry) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(entry.version(), entry.to(), GrantRepresentation.of(id, entry));
  }
}
