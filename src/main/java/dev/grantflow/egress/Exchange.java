package dev.grantflow.egress;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What became of one [OutboundRequest]. The texts name the class of fault and `host:port` only, so
/// that they may be logged and stored: never a path, a header or a body.
public sealed interface Exchange {

  /// A complete answer, of whatever status; a redirect is a reply like any other. Header names are
  /// lower case, repeated headers are joined by `", "` (RFC 9110 §5.3).
  // The body is copied in and out, and replies are not compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Reply(int status, Map<String, String> headers, byte[] body) implements Exchange {
    public Reply {
      headers = Map.copyOf(headers);
      body = body.clone();
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public byte[] body() {
      return body.clone();
    }

    @Override
    public String toString() {
      return "Reply[status="
          + status
          + ", headers="
          + headers.keySet()
          + ", "
          + body.length
          + " B]";
    }
  }

  /// The egress policy forbids this address. Nothing was sent, and repeating changes nothing.
  record Refused(String why) implements Exchange {}

  /// No byte of the request was sent: it may be repeated, whatever it asks for.
  record NotSent(String why) implements Exchange {}

  /// Nothing was sent, because we hold back from this server: it may be repeated, whatever it asks
  /// for.
  ///
  /// @param retryAfter when it is this request's turn, as far as can be told
  record HeldBack(Limit limit, String why, Duration retryAfter) implements Exchange {}

  /// What a request is held back by.
  enum Limit {
    /// As many calls to the server are in flight as may be.
    BUSY,
    /// The server gave no answers lately.
    UNAVAILABLE
  }

  /// The request was sent, or may have been, and no complete and readable answer came: the server
  /// may have acted on it, so only what is safe to do twice may be repeated.
  record Unanswered(String why) implements Exchange {}
}
