package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.acceptance.point.Armed;
import dev.grantflow.acceptance.point.FailurePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The process is halted at a point, another one takes over, and nothing is lost, doubled or stuck.
///
/// `-Dgrantflow.crash.point=claim-to-request-after-commit` runs one point only,
/// `-Dgrantflow.crash.rounds=10` runs each that many times.
class CrashIT {

  private static final String POINT = "grantflow.crash.point";
  private static final String ROUNDS = "grantflow.crash.rounds";

  @TempDir static Path shared;

  private static Path points;

  @BeforeAll
  static void makePoints() throws Exception {
    points = PointsJar.make(shared);
  }

  static Stream<Crash> crashes() {
    var only = Optional.ofNullable(System.getProperty(POINT)).map(FailurePoint::named);
    return IntStream.range(0, Integer.getInteger(ROUNDS, 1))
        .boxed()
        .flatMap(_ -> Crash.all())
        .filter(crash -> only.isEmpty() || only.get() == crash.point());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crashes")
  @Execution(ExecutionMode.CONCURRENT)
  void nothing_is_lost_doubled_or_stuck_after_a_crash_at(Crash crash, @TempDir Path folder)
      throws Exception {
    try (var scene = CrashScene.set(points, folder)) {
      scene.play(crash);
    }
  }

  @Test
  void every_point_is_crashed_at() {
    assertThat(Crash.all().map(Crash::point).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(FailurePoint.class));
  }

  @Test
  void the_artifact_has_no_failure_point() throws IOException {
    try (var jar = new JarFile(PackagedService.JAR.toFile())) {
      for (var entry : Collections.list(jar.entries())) {
        var content = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
        assertThat(entry.getName()).doesNotContain("FailurePoint");
        assertThat(content)
            .as(entry.getName())
            .doesNotContain("FailurePoint", "CRASH_POINT", Armed.POINT);
      }
    }
  }

  @Test
  void nothing_can_be_armed_in_the_artifact(@TempDir Path folder) throws Exception {
    try (var scene = CrashScene.set(points, folder)) {
      scene.playWithoutPoints(FailurePoint.COMMANDS_READ);
    }
  }

  @Test
  void a_point_that_does_not_exist_stops_the_start(@TempDir Path folder) throws Exception {
    try (var scene = CrashScene.set(points, folder)) {
      assertThat(scene.misspell("commands-red"))
          .startsWith("1 ")
          .contains("there is no failure point commands-red");
    }
  }
}
