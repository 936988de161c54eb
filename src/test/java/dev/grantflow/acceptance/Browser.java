package dev.grantflow.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Goes where it is sent, one step at a time.
final class Browser {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private Browser() {}

  static HttpResponse<String> get(URI uri) {
    return get(HttpRequest.newBuilder(uri));
  }

  /// As an operator, at the management port.
  static HttpResponse<String> operate(URI uri) {
    return operate("GET", uri);
  }

  /// The same by another method, without a body.
  static HttpResponse<String> operate(String method, URI uri) {
    return get(
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", Platform.IDENTITY.authorization()));
  }

  private static HttpResponse<String> get(HttpRequest.Builder builder) {
    var request = builder.timeout(Platform.PATIENCE).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + request.uri().getPath(), e);
    }
  }

  /// Returns when the service is ready to work, as it says itself.
  static void awaitReady(URI service, Duration patience) {
    awaitReadiness(service, 200, patience);
  }

  /// Returns when the service answers the question whether it is ready with this status.
  static void awaitReadiness(URI service, int status, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (readiness(service) != status) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no status %d within %s".formatted(status, patience));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /// 0 when nobody listens.
  private static int readiness(URI service) {
    try {
      return get(service.resolve("/health/readiness")).statusCode();
    } catch (UncheckedIOException _) {
      return 0;
    }
  }
}
