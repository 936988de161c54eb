package dev.grantflow.sandbox.authserver;

import dev.grantflow.sandbox.authserver.Books.CallEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call in the books from its arrival on, filled in while it is served. Safe for use by several
/// threads.
final class BookedCall {
  private final Point what;
  private final Instant arrivedAt;
  private String grantId = "";
  private String walletName = "";
  private boolean withInteractRef;
  private @Nullable Instant processedAt;
  private @Nullable Instant answeredAt;
  private int status;
  private String code = "";

  BookedCall(Point what, Instant arrivedAt) {
    this.what = what;
    this.arrivedAt = arrivedAt;
  }

  synchronized void ofWallet(String name) {
    walletName = name;
  }

  synchronized void ofGrant(String id) {
    grantId = id;
  }

  synchronized void hasInteractRef() {
    withInteractRef = true;
  }

  synchronized void processed(Instant at, int replyStatus, String errorCode) {
    processedAt = at;
    status = replyStatus;
    code = errorCode;
  }

  synchronized void answered(Instant at) {
    answeredAt = at;
  }

  synchronized CallEntry entry() {
    return new CallEntry(
        what,
        grantId,
        walletName,
        withInteractRef,
        arrivedAt,
        processedAt,
        answeredAt,
        status,
        code);
  }
}
