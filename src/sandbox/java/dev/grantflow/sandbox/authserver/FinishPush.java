package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Tells a client of the end of an interaction by calling it (RFC 9635 §4.2.2). A client that does
/// not take it waits for ever.
final class FinishPush implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FinishPush.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  void send(URI uri, Map<String, String> parameters) {
    ObjectNode body = Json.object();
    parameters.forEach(body::put);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        LOG.log(Level.WARNING, "a pushed callback was answered with {0}", response.statusCode());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a pushed callback was not answered");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
