package dev.grantflow.sandbox.services;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.utility.TestcontainersConfiguration;

/// Asks Docker's daemon a few questions with short time-outs. Testcontainers would ask too, but
/// goes on for many minutes where images cannot be pulled.
record DockerDaemon(String address, DockerHttpClient http) implements AutoCloseable {

  private static final Duration TO_CONNECT = Duration.ofSeconds(2);

  static DockerAnswer ask(DockerImages images, Consumer<String> progress) {
    List<String> addresses = addresses();
    for (String address : addresses) {
      try (DockerDaemon daemon = at(address)) {
        if (daemon.answers()) {
          return daemon.has(images.names(), progress);
        }
      }
    }
    return new DockerAnswer.Unusable(
        "no Docker daemon answers at "
            + addresses.stream().map(DockerDaemon::readable).collect(Collectors.joining(" or ")));
  }

  /// Where Testcontainers looks as well.
  private static List<String> addresses() {
    TestcontainersConfiguration settings = TestcontainersConfiguration.getInstance();
    Optional<String> named =
        Optional.ofNullable(settings.getEnvVarOrUserProperty("tc.host", null))
            .or(() -> Optional.ofNullable(settings.getEnvVarOrUserProperty("docker.host", null)));
    if (named.isPresent()) {
      return List.of(named.get());
    }
    String home = System.getProperty("user.home", "");
    String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", home + "/.docker/run");
    List<String> others =
        Stream.of(
                runtime + "/docker.sock",
                home + "/.docker/run/docker.sock",
                home + "/.docker/desktop/docker.sock")
            .distinct()
            .filter(socket -> Files.exists(Path.of(socket)))
            .toList();
    return Stream.concat(Stream.of("/var/run/docker.sock"), others.stream())
        .map(socket -> "unix://" + socket)
        .toList();
  }

  private static DockerDaemon at(String address) {
    return new DockerDaemon(
        address,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create(address))
            .connectionTimeout(TO_CONNECT)
            .build());
  }

  private boolean answers() {
    try {
      return status(DockerHttpClient.Request.Method.GET, "/_ping") == 200;
    } catch (RuntimeException _) {
      return false; // how its client says that nobody listens
    }
  }

  private DockerAnswer has(List<String> images, Consumer<String> progress) {
    List<String> absent =
        images.stream()
            .filter(
                image ->
                    status(DockerHttpClient.Request.Method.GET, "/images/" + image + "/json")
                        != 200)
            .toList();
    if (absent.isEmpty()) {
      return new DockerAnswer.Usable(readable(address));
    }
    progress.accept(
        "Docker answers at %s, but lacks %s: pulling".formatted(readable(address), absent));
    return DockerPull.all(absent, http)
        .<DockerAnswer>map(
            fault ->
                new DockerAnswer.Unusable(
                    "the Docker daemon at %s has no image %s".formatted(readable(address), fault)))
        .orElseGet(() -> new DockerAnswer.Usable(readable(address)));
  }

  private int status(DockerHttpClient.Request.Method method, String path) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder().method(method).path(path).build();
    try (DockerHttpClient.Response response = http.execute(request)) {
      return response.getStatusCode();
    }
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readable(String address) {
    return address.replaceFirst("^unix://", "");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
