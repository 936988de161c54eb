package dev.grantflow.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/// One call in flight, reachable from the hooks of the HTTP library, which run on the caller's
/// thread and know nothing but host names. Confined to that thread.
final class Call {

  static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final OutboundRequest request;
  private final long deadlineNanos;
  private boolean sending;

  Call(OutboundRequest request, long deadlineNanos) {
    this.request = request;
    this.deadlineNanos = deadlineNanos;
  }

  static Call current() {
    return CURRENT.get();
  }

  /// In lower case.
  String host() {
    return request.uri().getHost().toLowerCase(Locale.ROOT);
  }

  long remainingNanos() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  /// From here on bytes may have reached the server.
  void startSending() {
    sending = true;
  }

  boolean isSending() {
    return sending;
  }

  /// The header section as it goes over the wire.
  Header[] headers(int bodyLength) {
    List<Header> headers = new ArrayList<>();
    headers.add(new BasicHeader("Host", request.uri().getRawAuthority()));
    request.headers().forEach(given -> headers.add(new BasicHeader(given.name(), given.value())));
    boolean mayHaveBody = bodyLength > 0 || METHODS_WITH_BODY.contains(request.method());
    if (mayHaveBody && request.header("Content-Length").isEmpty()) {
      headers.add(new BasicHeader("Content-Length", Integer.toString(bodyLength)));
    }
    return headers.toArray(Header[]::new);
  }
}
