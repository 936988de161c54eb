package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The service's web part alone, as it answers over a real connection: the other packages, the
/// database and Kafka are off.
final class WebServer implements AfterAllCallback {

  /// Set in this context and no other.
  static final String ALONE = "test.web.alone";

  private static final List<String> NOT_WEB =
      List.of("client", "egress", "engine", "gnap", "kafka", "mysql", "wallet");
  private static final Map<String, Object> OFF =
      Map.of(
          ALONE,
          true,
          "micronaut.server.port",
          -1,
          "datasources.default.enabled",
          false,
          "flyway.enabled",
          false,
          "kafka.enabled",
          false);

  private final ScriptedCallbacks callbacks = new ScriptedCallbacks();
  private final ListedGrants setAside = new ListedGrants();
  private final ScriptedSignatures signatures = new ScriptedSignatures();
  private final int managementPort = freePort();
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final HttpClient client = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();

  WebServer() {
    context =
        ApplicationContext.builder("test")
            .beanConfigurations(
                NOT_WEB.stream()
                    .map(name -> BeanConfiguration.disabled("dev.grantflow." + name))
                    .toArray(BeanConfiguration[]::new))
            .singletons(callbacks, setAside, signatures, new AwayOutages())
            .properties(OFF)
            .properties(Map.of("endpoints.all.port", managementPort, "grantflow.api.enabled", true))
            .start();
    server = context.getBean(EmbeddedServer.class).start();
  }

  /// Sends and answers what a test says.
  HttpResponse<String> get(String pathAndQuery, FinishCallbacks.Outcome outcome)
      throws IOException, InterruptedException {
    callbacks.answer(() -> outcome);
    return get(pathAndQuery);
  }

  HttpResponse<String> get(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return send("GET", pathAndQuery, headers);
  }

  HttpResponse<String> send(String method, String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return send(server.getURI(), method, pathAndQuery, headers);
  }

  /// At the management port.
  HttpResponse<String> manage(String method, String path) throws IOException, InterruptedException {
    return send(URI.create("http://localhost:" + managementPort), method, path);
  }

  /// To the API.
  HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.getURI() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(
      URI where, String method, String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(where + pathAndQuery))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  int port() {
    return server.getPort();
  }

  ApplicationContext context() {
    return context;
  }

  ListedGrants setAside() {
    return setAside;
  }

  ScriptedCallbacks callbacks() {
    return callbacks;
  }

  ScriptedSignatures signatures() {
    return signatures;
  }

  SwitchedHealth health() {
    return context.getBean(SwitchedHealth.class);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void afterAll(ExtensionContext extension) {
    client.close();
    context.close();
  }
}
