package dev.grantflow.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A collector: takes OTLP over HTTP and remembers all of it.
public final class SpanReceiver implements AutoCloseable {

  private final HttpServer http;
  private final List<byte[]> requests = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  private SpanReceiver(HttpServer http) {
    this.http = http;
  }

  public static SpanReceiver start() {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var receiver = new SpanReceiver(http);
      http.createContext("/v1/traces", receiver::take);
      http.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As an operator sets them.
  public Map<String, Object> settings() {
    return Map.of(
        "otel.traces.exporter",
        "otlp",
        "otel.exporter.otlp.endpoint",
        "http://127.0.0.1:" + http.getAddress().getPort(),
        "otel.bsp.schedule.delay",
        "100");
  }

  public List<ReceivedSpan> spans() {
    lock.lock();
    try {
      return requests.stream().flatMap(ReceivedSpan::in).toList();
    } finally {
      lock.unlock();
    }
  }

  /// All that came, byte for byte as ISO 8859-1, for a search.
  public String text() {
    lock.lock();
    try {
      return requests.stream()
          .map(request -> new String(request, ISO_8859_1))
          .collect(Collectors.joining("\n"));
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the first such span.
  public ReceivedSpan await(Predicate<ReceivedSpan> which, Duration patience)
      throws InterruptedException {
    var left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        var found = spans().stream().filter(which).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        if (left <= 0) {
          throw new AssertionError("it did not come; only " + spans());
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = exchange.getRequestBody().readAllBytes();
      lock.lock();
      try {
        requests.add(request);
        more.signalAll();
      } finally {
        lock.unlock();
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
