package dev.grantflow.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./mvnw -Pcompose`: `docker-compose.yml` for real, where there are a Docker daemon and the
/// images. Its ports are those of the file, and its volumes are of a project of their own, which is
/// removed.
class DockerComposeIT {

  @TempDir Path folder;

  @BeforeEach
  void isPossible() throws Exception {
    assumeTrue(
        Boolean.getBoolean("grantflow.compose"),
        "Docker Compose is tried by ./mvnw -Pcompose only");
    assumeTrue(
        docker("version") == 0 && docker("compose", "version") == 0,
        "there is no Docker daemon with Compose here");
    for (var service : ComposeFile.read().services().values()) {
      if (!service.words("/profiles").isEmpty()) {
        continue;
      }
      var image = service.image().replaceFirst("\\$\\{GRANTFLOW_TAG:-([^}]+)}", "$1");
      assumeTrue(
          docker("image", "inspect", image) == 0 || docker("pull", image) == 0,
          () ->
              image
                  + " is not here and cannot be pulled; ours are made by ./mvnw -Pimage"
                  + " -Dimage.to=docker");
    }
  }

  @AfterEach
  void forget() throws Exception {
    if (Boolean.getBoolean("grantflow.compose")) {
      compose("down", "--volumes", "--timeout", "30");
    }
  }

  @Test
  void compose_brings_up_what_makes_a_first_grant() throws Exception {
    assertThat(compose("--profile", "monitoring", "config", "--quiet")).as(this::output).isZero();

    assertThat(compose("up", "--detach", "--wait", "--wait-timeout", "300"))
        .as(this::output)
        .isZero();

    assertThat(compose("logs", "--no-log-prefix", "sandbox")).isZero();
    new ComposeStory(at(8080), at(8083), at(8082), output()).play();
  }

  private static URI at(int port) {
    return URI.create("http://localhost:" + port);
  }

  private int compose(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("compose", "--project-name", "grantflow-test"));
    command.addAll(List.of(words));
    return docker(command.toArray(String[]::new));
  }

  private int docker(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("out").toFile())
          .start()
          .waitFor();
    } catch (IOException noDocker) {
      Files.writeString(folder.resolve("out"), noDocker.toString());
      return -1;
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("out"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
