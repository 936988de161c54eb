package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void are_complete_without_any_property() {
    Settings settings = Settings.of(Map.of("user.home", "/home/u")::get, Map.of());

    Path here = Path.of("").toAbsolutePath();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                Wanted.AUTO,
                Optional.empty(),
                Path.of("/home/u/.cache/grantflow"),
                here,
                here.resolve("mvnw"),
                Optional.empty()));
  }

  @Test
  void take_the_cache_from_the_environment_and_maven_from_the_build() {
    Settings settings =
        Settings.of(
            Map.of(
                    "grantflow.services", "processes",
                    "grantflow.basedir", "/project",
                    "grantflow.maven.home", "/maven",
                    "grantflow.maven.repository", "/repository")
                ::get,
            Map.of("XDG_CACHE_HOME", "/xdg"));

    assertThat(settings)
        .isEqualTo(
            new Settings(
                Wanted.PROCESSES,
                Optional.empty(),
                Path.of("/xdg/grantflow"),
                Path.of("/project"),
                Path.of("/maven/bin/mvn"),
                Optional.of(Path.of("/repository"))));
  }

  @Test
  void prefer_the_property_for_the_cache() {
    Settings settings =
        Settings.of(Map.of("grantflow.cache", "/mine")::get, Map.of("XDG_CACHE_HOME", "/xdg"));

    assertThat(settings.cache()).isEqualTo(Path.of("/mine"));
  }
}
