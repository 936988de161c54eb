package dev.grantflow.sandbox.authserver;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The calls that have come in, those that are still being served included. Its times are real and
/// never go back, whatever clock the server has: whether two calls overlapped is read from them.
final class Journal {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final Map<Point, Integer> counts = new EnumMap<>(Point.class);
  private final Queue<BookedCall> calls = new ConcurrentLinkedQueue<>();

  BookedCall begin(Point what) {
    add(what);
    BookedCall call = new BookedCall(what, now());
    switch (what) {
      case REQUEST, CONTINUE, CANCEL, ROTATE, REVOKE -> calls.add(call);
      case WALLET, JWKS, INTERACT, REDIRECTED, OTHER -> {}
    }
    return call;
  }

  /// The reply stands, whatever becomes of its way back.
  void processed(BookedCall call, Reply reply) {
    call.processed(now(), Replies.status(reply), Replies.errorCode(reply));
  }

  /// The whole reply was written. Nobody can say whether it was read.
  void answered(BookedCall call, Reply reply) {
    if (Replies.isProper(reply)) {
      call.answered(now());
    }
  }

  List<CallEntry> entries() {
    return calls.stream().map(BookedCall::entry).toList();
  }

  synchronized int count(Point what) {
    return counts.getOrDefault(what, 0);
  }

  private synchronized void add(Point what) {
    counts.merge(what, 1, Integer::sum);
  }

  private Instant now() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
