package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Writes replies, the impossible ones too.
final class ReplyWriter {
  private static final Duration DRIP = Duration.ofMillis(100);
  private static final int UNREAD_BYTES = 1000;

  private final Closing closing;
  private final Duration slowness;

  ReplyWriter(Closing closing, Duration slowness) {
    this.closing = closing;
    this.slowness = slowness;
  }

  /// Returns the status that went out, 0 for none.
  ///
  /// @throws IOException where the caller went away first
  int write(HttpExchange exchange, Reply reply) throws IOException {
    return switch (reply) {
      case Reply.Whole whole -> writeWhole(exchange, whole);
      case Reply.Dropped() -> {
        drop(exchange);
        yield 0;
      }
      case Reply.Hanging() -> {
        closing.pause(Duration.ofDays(1));
        drop(exchange);
        yield 0;
      }
      case Reply.Late(Reply late) -> {
        closing.pause(slowness);
        yield write(exchange, late);
      }
      case Reply.Truncated(String body) -> {
        byte[] bytes = body.getBytes(UTF_8);
        OutputStream out = begin(exchange, bytes.length + UNREAD_BYTES);
        out.write(bytes);
        out.flush();
        drop(exchange);
        yield 200;
      }
      case Reply.Unending(boolean dripping) -> {
        OutputStream out = begin(exchange, 0);
        out.write("{\"filler\":\"".getBytes(UTF_8));
        byte[] more = "a".repeat(dripping ? 1 : 8192).getBytes(UTF_8);
        while (!closing.pause(dripping ? DRIP : Duration.ZERO)) {
          out.write(more);
          out.flush();
        }
        drop(exchange);
        yield 200;
      }
    };
  }

  private static int writeWhole(HttpExchange exchange, Reply.Whole whole) throws IOException {
    whole.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = whole.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(whole.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
    return whole.status();
  }

  private static OutputStream begin(HttpExchange exchange, long length) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, length);
    return exchange.getResponseBody();
  }

  /// An exchange that is closed before its answer is complete takes its connection along.
  private static void drop(HttpExchange exchange) {
    exchange.close();
  }
}
