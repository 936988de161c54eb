package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantWaits;
import dev.grantflow.grant.GrantId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// One caller's way through a grant's history, in the form of server-sent events, for a limited
/// time. For one thread at a time.
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

  /// By the clock of `System.nanoTime`.
  private final long end;

  private long seen;
  private boolean isGreeted;
  private boolean hasEnded;
  private volatile boolean hasLeft;

  /// @param seen the version up to which the caller knows the history
  /// @param lasting after which nothing more is told
  ChangeStream(
      GrantRecords records,
      GrantWaits waits,
      GrantId id,
      long seen,
      Duration heartbeat,
      Duration lasting) {
    this.records = records;
    this.waits = waits;
    this.id = id;
    this.seen = seen;
    this.heartbeat = heartbeat;
    this.end = System.nanoTime() + lasting.toNanos();
  }

  /// Whether nothing follows, of this grant or on this stream.
  boolean hasEnded() {
    return hasEnded || isOver();
  }

  private boolean isOver() {
    return System.nanoTime() - end >= 0;
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
    var known = records.historyAfter(id, seen, BATCH_MAX);
    var entries = known.isEmpty() ? awaited() : known;
    return entries.isEmpty() || isOver() ? HEARTBEAT : told(entries);
  }

  private List<Entry> awaited() {
    try {
      // Gone is what retention has removed, which is long after the end.
      hasEnded = awaitChange() && records.version(id).isEmpty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      hasEnded = true;
      return List.of();
    }
    return records.historyAfter(id, seen, BATCH_MAX);
  }

  private boolean awaitChange() throws InterruptedException {
    var until = System.nanoTime() + heartbeat.toNanos();
    while (!hasLeft) {
      var now = System.nanoTime();
      var left = Duration.ofNanos(Math.min(until - now, end - now));
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
