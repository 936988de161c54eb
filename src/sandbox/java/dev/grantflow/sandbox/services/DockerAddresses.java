package dev.grantflow.sandbox.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.utility.TestcontainersConfiguration;

/// Where a Docker daemon may listen: the places where Testcontainers looks as well.
final class DockerAddresses {

  private DockerAddresses() {}

  static List<String> likely() {
    TestcontainersConfiguration settings = TestcontainersConfiguration.getInstance();
    Optional<String> named =
        Optional.ofNullable(settings.getEnvVarOrUserProperty("tc.host", null))
            .or(() -> Optional.ofNullable(settings.getEnvVarOrUserProperty("docker.host", null)));
    return named
        .map(List::of)
        .orElseGet(
            () ->
                Stream.concat(Stream.of("/var/run/docker.sock"), ofTheUser())
                    .map(socket -> "unix://" + socket)
                    .toList());
  }

  private static Stream<String> ofTheUser() {
    String home = System.getProperty("user.home", "");
    String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", home + "/.docker/run");
    return Stream.of(
            runtime + "/docker.sock",
            home + "/.docker/run/docker.sock",
            home + "/.docker/desktop/docker.sock")
        .distinct()
        .filter(socket -> Files.exists(Path.of(socket)));
  }
}
