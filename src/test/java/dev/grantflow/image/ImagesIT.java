package dev.grantflow.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is in the images that the profile `image` makes, whatever they are built on.
class ImagesIT {

  private static final String JAR = "app/classpath/grantflow.jar";
  private static final String CLASS_PATH = "app/jib-classpath-file";

  @TempDir static Path folder;
  private static Images images;

  @BeforeAll
  static void build() throws Exception {
    images = Images.build(folder.resolve("one"));
  }

  private static Stream<BuiltImage> both() {
    return Stream.of(images.grantflow(), images.sandbox());
  }

  @Test
  void nobody_in_it_is_root() {
    assertThat(both().map(image -> image.config().at("/config/User").asText()))
        .as("a number: Kubernetes does not know names")
        .containsOnly("65532:65532");
  }

  @Test
  void no_shell_starts_it() {
    assertThat(both().map(image -> image.words("Entrypoint").getFirst())).containsOnly("java");
    assertThat(images.grantflow().words("Entrypoint"))
        .contains(
            "-XX:MaxRAMPercentage=60",
            "-XX:+AlwaysActAsServerClassMachine",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.io.tmpdir=/tmp")
        .endsWith("-cp", "@/" + CLASS_PATH, "dev.grantflow.Grantflow");
    assertThat(both().flatMap(image -> image.words("Cmd").stream())).isEmpty();
  }

  @Test
  void it_tells_what_it_is() {
    var labels = images.grantflow().config().at("/config/Labels");

    assertThat(labels.at("/org.opencontainers.image.title").asText()).isEqualTo("Grantflow");
    assertThat(labels.at("/org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
    assertThat(labels.at("/org.opencontainers.image.version").asText()).isNotEmpty();
    assertThat(labels.at("/org.opencontainers.image.description").asText()).isNotEmpty();
    assertThat(labels.at("/org.opencontainers.image.created").asText())
        .isEqualTo(images.grantflow().config().at("/created").asText());
    assertThat(images.grantflow().config().at("/config/ExposedPorts").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("8080/tcp", "8081/tcp");
  }

  @Test
  void what_changes_rarely_lies_lowest() throws IOException {
    var grantflow = images.grantflow();
    var library = grantflow.place(library(grantflow));

    assertThat(library).isPositive().isLessThan(grantflow.place(JAR));
    assertThat(grantflow.layers().get(library).holds(JAR)).isFalse();
    assertThat(images.sandbox().layers().get(library).name())
        .as("the sandbox has the same libraries")
        .isEqualTo(grantflow.layers().get(library).name());
    assertThat(images.sandbox().place("app/sandbox/logback-sandbox.xml")).isGreaterThan(library);
  }

  @Test
  void the_class_path_is_of_jars_that_are_there() throws IOException {
    var grantflow = images.grantflow();
    var root = folder.resolve("root");
    grantflow.unpack(root);

    var jars = Files.readString(root.resolve(CLASS_PATH), StandardCharsets.US_ASCII).split(":", -1);

    assertThat(root.resolve(JAR)).exists();
    assertThat(jars).hasSizeGreaterThan(50).startsWith("/app/classpath/*");
    assertThat(List.of(jars).subList(1, jars.length))
        .allMatch(jar -> jar.endsWith(".jar"))
        .allSatisfy(jar -> assertThat(root.resolve(jar.substring(1))).exists())
        .noneMatch(jar -> jar.contains("junit") || jar.contains("testcontainers"))
        .noneMatch(jar -> jar.contains("kafka_2") || jar.contains("playwright"));
  }

  @Test
  void no_jar_is_signed_which_each_start_would_pay_for() throws IOException {
    for (var image : both().toList()) {
      var root = Files.createTempDirectory(folder, "unsigned");
      image.unpack(root);

      try (var jars = Files.list(root.resolve("app/libs"))) {
        assertThat(jars).hasSizeGreaterThan(50).allSatisfy(ImagesIT::isUnsigned);
      }
    }
  }

  @Test
  void it_holds_its_own_files_only_and_no_secret() {
    assertThat(both().flatMap(image -> image.ours().stream()).flatMap(it -> it.files().stream()))
        .isNotEmpty()
        .allMatch(file -> file.startsWith("app/"))
        .noneMatch(file -> file.matches(".*(\\.pem|\\.key|\\.p12|\\.jks|keyset\\.json|\\.env)"));
    assertThat(images.grantflow().ours())
        .flatExtracting(BuiltImage.Layer::files)
        .noneMatch(file -> file.contains("sandbox"));
    assertThat(images.sandbox().ours())
        .flatExtracting(BuiltImage.Layer::files)
        .noneMatch(file -> file.contains("sandbox/services"));
  }

  @Test
  void of_what_is_compiled_with_tests_it_holds_the_sandbox_alone() {
    assertThat(images.sandbox().ours())
        .flatExtracting(BuiltImage.Layer::files)
        .filteredOn(file -> file.startsWith("app/sandbox/") && file.endsWith(".class"))
        .hasSizeGreaterThan(50)
        .allMatch(
            file ->
                Files.exists(
                    Path.of("src/sandbox/java")
                        .resolve(
                            file.replaceAll("^app/sandbox/|(\\$.*)?\\.class$", "") + ".java")));
  }

  @Test
  void who_builds_it_is_told_where_it_is() {
    assertThat(images.told().lines().filter(line -> line.contains("[echo]")))
        .singleElement(STRING)
        .contains(
            "grantflow:", "grantflow-sandbox:", " in " + images.folder() + ": docker load -i ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dimage.to=registy", "-Dimage.too=docker", "-Dimage.repo=grants"})
  void a_misspelled_property_makes_none(String property) throws Exception {
    assertThat(ImageBuild.refusal(property, folder))
        .contains("-Dimage.to is tar, docker or registry")
        .contains("image.repository");
  }

  @Test
  void nothing_in_it_can_be_written_to_by_who_runs_it() {
    assertThat(both().flatMap(image -> image.ours().stream()).flatMap(it -> it.entries().stream()))
        .allSatisfy(
            entry -> {
              assertThat(entry.user()).isZero();
              assertThat(entry.mode() & 0022).as(entry.name()).isZero();
            })
        .extracting(Tar.Entry::modified)
        .as("no time of the build")
        .containsOnly(Instant.ofEpochSecond(1));
  }

  @Test
  void built_again_it_is_the_same() throws Exception {
    var again = Images.build(folder.resolve("two"));

    for (var tar : List.of(ImageBuild.GRANTFLOW, ImageBuild.SANDBOX)) {
      assertThat(Files.mismatch(images.folder().resolve(tar), again.folder().resolve(tar)))
          .as(tar)
          .isEqualTo(-1);
    }
  }

  private static void isUnsigned(Path jar) throws IOException {
    try (var content = new JarFile(jar.toFile())) {
      assertThat(content.stream().map(JarEntry::getName))
          .as(jar.toString())
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
    }
  }

  private static String library(BuiltImage image) {
    return image.ours().stream()
        .flatMap(layer -> layer.files().stream())
        .filter(file -> file.matches("app/libs/kafka-clients-.*"))
        .findFirst()
        .orElseThrow();
  }
}
