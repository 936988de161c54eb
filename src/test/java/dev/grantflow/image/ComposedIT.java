package dev.grantflow.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docker compose up` without Docker: the commands, the variables and the health checks of
/// `docker-compose.yml`, with the files of the images, as processes of this machine. What only an
/// engine can do (networks, users, limits) is not in it; see [DockerComposeIT].
class ComposedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void the_images_and_the_file_make_a_first_grant() throws Exception {
    var images = Images.build(folder.resolve("images"));
    var compose = ComposeFile.read();
    var secrets = folder.resolve("secrets");
    try (var services = LocalServices.start(line -> System.out.println(line))) {
      var database = services.newDatabase();
      var places = places(database, services.bootstrapServers(), secrets);
      makeSecrets(images, compose, database, secrets);
      var grantflow =
          Container.of(
              images.grantflow(),
              folder.resolve("grantflow"),
              compose.service("grantflow"),
              places,
              Map.of(
                  "MYSQL_USER", database.user(),
                  "GRANTFLOW_PORT", Integer.toString(at(places, 8080).getPort()),
                  "GRANTFLOW_MANAGEMENT_PORT", Integer.toString(at(places, 8081).getPort())));
      var sandbox =
          Container.of(
              images.sandbox(),
              folder.resolve("sandbox"),
              compose.service("sandbox"),
              places,
              Map.of());

      var first = grantflow.start(folder.resolve("grantflow.log"));
      try {
        awaitHealth(grantflow, first, "grantflow.log");
        var second = sandbox.start(folder.resolve("sandbox.log"));
        try {
          awaitHealth(sandbox, second, "sandbox.log");
          story(places).play();
        } finally {
          second.destroy();
        }
      } finally {
        first.destroy();
      }
      assertThat(first.waitFor(30, TimeUnit.SECONDS)).as("within stop_grace_period").isTrue();
    }
  }

  private static Map<String, String> places(
      Database database, String bootstrapServers, Path secrets) throws IOException {
    var ports = FreePorts.choose(5);
    var places = new LinkedHashMap<String, String>();
    places.put("jdbc:mysql://mysql:3306/grantflow", database.jdbcUrl());
    places.put("kafka:9092", bootstrapServers);
    for (var i = 0; i < ports.size(); i++) {
      places.put("localhost:" + (8080 + i), "localhost:" + ports.get(i));
      places.put("127.0.0.1:" + (8080 + i), "127.0.0.1:" + ports.get(i));
    }
    places.put("/etc/grantflow/secrets", secrets.resolve("grantflow").toString());
    places.put("/etc/grantflow-sandbox", secrets.resolve("sandbox").toString());
    return places;
  }

  /// The database has its password already, which is as if it were made at an earlier start.
  private void makeSecrets(Images images, ComposeFile compose, Database database, Path secrets)
      throws IOException, InterruptedException {
    Files.createDirectories(secrets.resolve("mysql"));
    Files.writeString(secrets.resolve("mysql/password"), database.password());
    var log = folder.resolve("secrets.log");
    var made =
        Container.of(
                images.sandbox(),
                folder.resolve("sandbox"),
                compose.service("secrets"),
                Map.of("/secrets", secrets.toString()),
                Map.of())
            .start(log);
    assertThat(made.waitFor()).as(() -> read("secrets.log")).isZero();
    assertThat(secrets.resolve("grantflow/keyset.json")).isNotEmptyFile();
  }

  private void awaitHealth(Container container, Process process, String log)
      throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var asked = folder.resolve("health.log");
    while (!container.isHealthy(asked)) {
      assertThat(process.isAlive()).as(() -> read(log)).isTrue();
      assertThat(System.nanoTime()).as(() -> read(log)).isLessThan(deadline);
    }
  }

  private ComposeStory story(Map<String, String> places) {
    return new ComposeStory(
        at(places, 8080), at(places, 8083), at(places, 8082), read("sandbox.log"));
  }

  private static URI at(Map<String, String> places, int port) {
    return URI.create("http://" + places.get("localhost:" + port));
  }

  private String read(String log) {
    try {
      return Files.readString(folder.resolve(log));
    } catch (IOException e) {
      return List.of(e).toString();
    }
  }
}
