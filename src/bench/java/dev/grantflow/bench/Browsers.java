package dev.grantflow.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The resource owners of one phase, who consent at once: from the start URI to the authorization
/// server and back to the finish callback, with the cookie that they were given.
final class Browsers implements Arrivals.Waiting, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore atOnce;
  private final long[] back;
  private final long[] sentOn;

  /// @param atOnce at most
  Browsers(int grants, int atOnce) {
    this.atOnce = new Semaphore(atOnce);
    this.back = new long[grants];
    this.sentOn = new long[grants];
  }

  @Override
  public void on(Arrivals arrivals, int grant, byte[] event) {
    var _ =
        threads.submit(
            () -> {
              try {
                atOnce.acquire();
                browse(grant, event);
                atOnce.release();
              } catch (IOException | RuntimeException failure) {
                arrivals.fail("a browser met " + failure);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void browse(int grant, byte[] event) throws IOException, InterruptedException {
    var redirect = JSON.readTree(event).path("interact").path("redirect").asText();
    var started = get(URI.create(redirect), "");
    var cookie = started.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    var callback = location(get(location(started), ""));
    back[grant] = System.nanoTime();
    var settled = get(callback, cookie);
    sentOn[grant] = System.nanoTime();
    if (!location(settled).toString().startsWith(GrantRequests.RETURN_URI)) {
      throw new IllegalStateException("the callback leads elsewhere");
    }
  }

  private HttpResponse<Void> get(URI uri, String cookie) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), BodyHandlers.discarding());
  }

  private static URI location(HttpResponse<?> answer) {
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s answered %d and leads nowhere"
                            .formatted(answer.uri().getPath(), answer.statusCode()))));
  }

  /// From the callback to the redirect that answers it; the first ones are left out.
  Latencies toRedirect(int first) {
    var millis = new double[back.length - first];
    for (var i = first; i < back.length; i++) {
      millis[i - first] = (sentOn[i] - back[i]) / 1e6;
    }
    return Latencies.of(millis);
  }

  /// From the callback to the event; the first ones are left out.
  Latencies toEnd(Arrivals arrivals, int first) {
    return arrivals.toEnd(back, first);
  }

  /// Returns when all have come back.
  void settle() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("browsers have not come back within " + PATIENCE);
    }
  }

  @Override
  public void close() {
    threads.close();
    http.close();
  }
}
