package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Calls the service as browsers and services do, and remembers every answer that was not there to
/// hand out a secret.
final class Caller {

  private final HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final URI service;

  Caller(URI service) {
    this.service = service;
  }

  HttpResponse<String> get(URI uri) {
    return remembered(send("GET", service.resolve(uri), ""));
  }

  HttpResponse<String> get(String target) {
    return get(URI.create(target));
  }

  HttpResponse<String> post(String target, String body) {
    return remembered(send("POST", service.resolve(target), body));
  }

  HttpResponse<String> delete(String target) {
    return remembered(send("DELETE", service.resolve(target), ""));
  }

  /// For what brings a token by design; not remembered.
  HttpResponse<String> handsOut(String target, String body) {
    return send("POST", service.resolve(target), body);
  }

  /// Each with its headers.
  List<String> answers() {
    return List.copyOf(answers);
  }

  private HttpResponse<String> remembered(HttpResponse<String> answer) {
    answers.add("%d %s%n%s".formatted(answer.statusCode(), answer.headers().map(), answer.body()));
    return answer;
  }

  private HttpResponse<String> send(String method, URI uri, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri)
              .method(
                  method,
                  body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
