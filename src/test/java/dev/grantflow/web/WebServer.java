package dev.grantflow.web;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.engine.FinishCallbacks;
import dev.grantflow.engine.PublicAddress;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The service's web part alone, as it answers over a real connection: the other packages, the
/// database and Kafka are off.
final class WebServer implements AfterAllCallback {

  /// Set in this context and no other.
  static final String ALONE = "test.web.alone";

  private static final List<String> NOT_WEB =
      List.of("client", "delivery", "egress", "engine", "gnap", "kafka", "mysql", "wallet");

  /// Whose tokens all of them believe, save those that are told otherwise.
  static final SandboxIdentityProvider IDENTITY = SandboxIdentityProvider.start();

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

  static final URI PUBLIC = URI.create("https://grants.example");

  /// All tests come from one address, and use few ids; a busy machine takes its time to give keys.
  private static final Map<String, Object> UNLIMITED =
      Map.of(
          "grantflow.http.calls-per-source",
          1_000_000,
          "grantflow.http.calls-per-id",
          1_000_000,
          "grantflow.security.jwks-timeout",
          "30s");

  private final ScriptedCallbacks callbacks = new ScriptedCallbacks();
  private final ScriptedStarts starts = new ScriptedStarts();
  private final ScriptedGrants grants = new ScriptedGrants();
  private final ListedGrants setAside = new ListedGrants();
  private final ScriptedPauses pauses = new ScriptedPauses();
  private final ScriptedDeadLetters deadLetters = new ScriptedDeadLetters();
  private final ScriptedSignatures signatures = new ScriptedSignatures();
  private final ScriptedTokens tokens = new ScriptedTokens();
  private final int managementPort = freePort();
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final HttpClient client = HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();

  WebServer() {
    this(IDENTITY.settings());
  }

  /// That believes nobody's tokens.
  static WebServer withoutIssuer() {
    return new WebServer(Map.of());
  }

  /// With the API under `/v1`, for the tokens of an issuer of the test's own.
  static WebServer believing(Map<String, Object> issuer) {
    var properties = new HashMap<>(issuer);
    properties.put("grantflow.api.enabled", true);
    return new WebServer(properties);
  }

  /// With the API under `/v1`.
  static WebServer withApi(Map<String, Object> more) {
    var properties = new HashMap<>(IDENTITY.settings());
    properties.put("grantflow.api.enabled", true);
    properties.putAll(more);
    return new WebServer(properties);
  }

  WebServer(Map<String, Object> more) {
    context =
        ApplicationContext.builder("test")
            .beanConfigurations(
                NOT_WEB.stream()
                    .map(name -> BeanConfiguration.disabled("dev.grantflow." + name))
                    .toArray(BeanConfiguration[]::new))
            .singletons(
                callbacks,
                starts,
                new PublicAddress(PUBLIC),
                setAside,
                pauses,
                deadLetters,
                new ScriptedDocuments(),
                new AwayOutages(),
                grants,
                signatures,
                tokens,
                new PlatformDocuments(new DestinationSettings(List.of("443"), null, null, null)))
            .properties(OFF)
            .properties(UNLIMITED)
            .properties(Map.of("endpoints.all.port", managementPort, SystemTime.WANTED, true))
            .properties(more)
            .start();
    server = context.getBean(EmbeddedServer.class).start();
  }

  /// Sends and answers what a test says.
  HttpResponse<String> get(String pathAndQuery, FinishCallbacks.Outcome outcome)
      throws IOException, InterruptedException {
    callbacks.answer(() -> outcome);
    return get(pathAndQuery);
  }

  /// With a token that allows everything wherever one is needed, as all that follow.
  HttpResponse<String> get(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return send("GET", pathAndQuery, headers);
  }

  HttpResponse<String> send(String method, String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return send(server.getURI(), method, pathAndQuery, authorized(pathAndQuery, headers));
  }

  /// With these header fields and no others.
  HttpResponse<String> bare(String method, String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    return send(server.getURI(), method, pathAndQuery, headers);
  }

  /// @param type null sends none
  HttpResponse<String> post(String path, @Nullable String type, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.getURI() + path))
            .POST(BodyPublishers.ofString(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    setHeaders(request, authorized(path));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// At the management port.
  HttpResponse<String> manage(String method, String path) throws IOException, InterruptedException {
    return manageBare(method, path, "Authorization", IDENTITY.authorization());
  }

  /// At the management port, with JSON.
  HttpResponse<String> manageBody(String method, String path, String body, String authorization)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
            .method(method, BodyPublishers.ofString(body))
            .headers("Content-Type", "application/json", "Authorization", authorization);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// At the management port, with these header fields and no others.
  HttpResponse<String> manageBare(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return at(managementPort, method, path, headers);
  }

  /// At either port, with these header fields and no others.
  HttpResponse<String> at(int port, String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(URI.create("http://localhost:" + port), method, path, headers);
  }

  private static String[] authorized(String path, String... headers) {
    return !path.startsWith("/v1") || List.of(headers).contains("Authorization")
        ? headers
        : Stream.concat(Stream.of(headers), Stream.of("Authorization", IDENTITY.authorization()))
            .toArray(String[]::new);
  }

  private static void setHeaders(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
  }

  private HttpResponse<String> send(
      URI where, String method, String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(where + pathAndQuery))
            .method(method, BodyPublishers.noBody());
    setHeaders(request, headers);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> sendBody(String method, String pathAndQuery, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.getURI() + pathAndQuery))
            .method(method, BodyPublishers.ofString(body));
    setHeaders(request, authorized(pathAndQuery, headers));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// To be closed, which leaves the stream.
  HttpResponse<InputStream> open(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.getURI() + pathAndQuery));
    setHeaders(request, authorized(pathAndQuery, headers));
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  int port() {
    return server.getPort();
  }

  ApplicationContext context() {
    return context;
  }

  ScriptedGrants grants() {
    return grants;
  }

  ListedGrants setAside() {
    return setAside;
  }

  ScriptedDeadLetters deadLetters() {
    return deadLetters;
  }

  ScriptedCallbacks callbacks() {
    return callbacks;
  }

  ScriptedStarts starts() {
    return starts;
  }

  ScriptedSignatures signatures() {
    return signatures;
  }

  ScriptedTokens tokens() {
    return tokens;
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
    close();
  }

  void close() {
    client.close();
    context.close();
  }
}
