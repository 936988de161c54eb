package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./mvnw -Psandbox -Dsandbox.once` runs.
class SandboxIT {

  @TempDir Path folder;

  @Test
  void the_sandbox_tells_its_story_and_ends_well() throws Exception {
    var out = folder.resolve("out");

    var process = start(out);

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    assertThat(process.exitValue()).as(() -> read(out)).isZero();
    assertThat(read(out))
        .contains("Signature-Input: sig1=(\"@method\" \"@target-uri\"")
        .containsSubsequence(
            "event         GrantFinalized",
            "event         GrantPending",
            "event         GrantFinalized",
            "event         GrantRevoked",
            "The story is complete.");
    assertThat(read(out).lines().map(SandboxIT::withoutNumber).toList())
        .as("what the README shows of it")
        .satisfies(
            lines ->
                assertThat(storyInReadme())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(shown -> assertThat(lines).anyMatch(shown.asMatchPredicate())));
  }

  private static List<Pattern> storyInReadme() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var begin = readme.indexOf("```text\n") + "```text\n".length();
    return readme
        .substring(begin, readme.indexOf("```", begin))
        .lines()
        .map(SandboxIT::withoutNumber)
        .map(line -> Stream.of(line.split("…", -1)).map(Pattern::quote).toList())
        .map(parts -> Pattern.compile(String.join(".*", parts)))
        .toList();
  }

  private static String withoutNumber(String line) {
    return line.replaceFirst("^ *\\d+ +", "").strip();
  }

  private static Process start(Path out) throws IOException {
    var properties =
        Stream.of("services", "maven.home", "maven.repository", "basedir")
            .map(name -> "-Dgrantflow.%s=%s".formatted(name, property("grantflow." + name)));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var fixed =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dsandbox.once=true",
            "-Dlogback.configurationFile=logback-sandbox.xml",
            "-classpath",
            System.getProperty("java.class.path"),
            Sandbox.class.getName());
    var command =
        Stream.of(Stream.of(java), properties, fixed.stream()).flatMap(part -> part).toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
