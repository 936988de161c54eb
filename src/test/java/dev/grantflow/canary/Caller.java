package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
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
import java.util.stream.Stream;

/// Calls the service as services do, and as those do who would like to, and remembers every answer
/// that was not there to hand out a secret.
final class Caller {

  private final HttpClient http = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Canary> shown = new ConcurrentLinkedQueue<>();
  private final URI service;
  private final String authorization;

  Caller(URI service, SandboxIdentityProvider identity) {
    this.service = service;
    this.authorization = identity.authorization();
    remember("bearer", authorization);
  }

  /// @param of what was called: `v1`, `start`, `finish`, `grants` or another
  /// @param text with the headers
  record Answer(String of, String text) {}

  HttpResponse<String> get(String target) {
    return get(service.resolve(target));
  }

  HttpResponse<String> get(URI uri) {
    return remembered(send("GET", uri, "", "Authorization", authorization));
  }

  HttpResponse<String> post(String target, String body) {
    return remembered(send("POST", service.resolve(target), body, "Authorization", authorization));
  }

  HttpResponse<String> delete(String target) {
    return remembered(send("DELETE", service.resolve(target), "", "Authorization", authorization));
  }

  /// Without a token; with a header field that is a secret of the caller's.
  ///
  /// @param kind of secret
  HttpResponse<String> showing(String kind, String field, String value, URI uri) {
    remember(kind, value);
    return remembered(send("GET", service.resolve(uri), "", field, value));
  }

  /// For what brings a token by design; not remembered.
  HttpResponse<String> handsOut(String method, String target, String body) {
    return send(method, service.resolve(target), body, "Authorization", authorization);
  }

  Visitor visitor() {
    return new Visitor(this);
  }

  /// As a browser.
  ///
  /// @param fields names and values in turn
  HttpResponse<String> visit(URI uri, String... fields) {
    return remembered(send("GET", uri, "", fields));
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /// What the service was shown in header fields.
  Stream<Canary> shown() {
    return shown.stream();
  }

  /// Of a token the signature: the claims say who is calling, and are written down.
  void remember(String kind, String value) {
    shown.add(Canary.of(kind, value.replaceFirst("^.*[ =.]", "")));
  }

  private HttpResponse<String> remembered(HttpResponse<String> answer) {
    answers.add(
        new Answer(
            answer.uri().getPath().replaceFirst("^/(v1|start|finish|grants)?.*", "$1"),
            "%d %s%n%s".formatted(answer.statusCode(), answer.headers().map(), answer.body())));
    return answer;
  }

  private HttpResponse<String> send(String method, URI uri, String body, String... fields) {
    try {
      var request =
          HttpRequest.newBuilder(uri)
              .method(
                  method,
                  body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(20));
      return http.send(
          (fields.length == 0 ? request : request.headers(fields)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
