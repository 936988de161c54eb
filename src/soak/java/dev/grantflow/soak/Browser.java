package dev.grantflow.soak;

import dev.grantflow.sandbox.CookieJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Opens pages as one user does: what does not load is loaded again, for some time, and what is to
/// be kept is shown again.
final class Browser {

  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration BEFORE_RELOAD = Duration.ofMillis(300);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final CookieJar jar = new CookieJar();
  private final Replicas replicas;

  Browser(Replicas replicas) {
    this.replicas = replicas;
  }

  /// Begins, at whichever replica is there.
  ///
  /// @param redirect as the event tells it
  /// @return the consent page; empty where nobody leads there any more
  Optional<URI> open(URI redirect) throws InterruptedException {
    return load(() -> jar.show(HttpRequest.newBuilder(atReplica(redirect)))).flatMap(this::kept);
  }

  private Optional<URI> kept(HttpResponse<String> response) {
    jar.keep(response);
    return location(response);
  }

  /// Presses a button of a consent page.
  ///
  /// @param choice `approve` or `deny`
  /// @return the finish callback that the page leads to; empty where it does not
  Optional<URI> decide(URI page, String choice) throws InterruptedException {
    var shown = load(() -> HttpRequest.newBuilder(page));
    if (shown.isEmpty() || shown.get().statusCode() != 200) {
      return shown.flatMap(Browser::location);
    }
    return load(() ->
            HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("choice=" + choice)))
        .flatMap(Browser::location);
  }

  /// Goes to the finish callback, at whichever replica is there.
  ///
  /// @return the status of the last reply, 0 where none came
  int comeBack(URI callback) throws InterruptedException {
    return load(() -> jar.show(HttpRequest.newBuilder(atReplica(callback))))
        .map(HttpResponse::statusCode)
        .orElse(0);
  }

  private URI atReplica(URI own) {
    var first = ThreadLocalRandom.current().nextInt(2);
    var replica = replicas.get(replicas.get(first).isAlive() ? first : 1 - first);
    var query = own.getRawQuery();
    return URI.create(
        "http://127.0.0.1:%d%s%s"
            .formatted(replica.port(), own.getRawPath(), query == null ? "" : "?" + query));
  }

  private Optional<HttpResponse<String>> load(Address address) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        var response =
            HTTP.send(
                address.request().timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() < 500) {
          return Optional.of(response);
        }
      } catch (IOException _) {
        // The page does not load; it is tried again like one that says 500.
      }
      Chronicle.pause(BEFORE_RELOAD);
    }
    return Optional.empty();
  }

  private static Optional<URI> location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").map(URI::create);
  }

  /// Asked before each attempt.
  @FunctionalInterface
  private interface Address {
    HttpRequest.Builder request();
  }
}
