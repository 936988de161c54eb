package dev.grantflow.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Grantflow's API as a service without Kafka uses it.
record Api(URI service) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  HttpResponse<String> post(String body, String... headers) {
    return send("POST", "/v1/grants", body, with(headers, "Content-Type", "application/json"));
  }

  HttpResponse<String> get(String target, String... headers) {
    return send("GET", target, null, headers);
  }

  HttpResponse<String> delete(String target) {
    return send("DELETE", target, null);
  }

  /// Lines as they come; to be closed.
  Stream<String> stream(String target, String... headers) {
    var request = builder(target).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofLines()).body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  HttpResponse<String> send(
      String method, String target, @Nullable String body, String... headers) {
    var request =
        builder(target)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(Platform.PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + answer.body(), e);
    }
  }

  private HttpRequest.Builder builder(String target) {
    return HttpRequest.newBuilder(service.resolve(target))
        .header("Authorization", Platform.IDENTITY.authorization());
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
  }
}
