package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.acceptance.point.FailurePoint;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
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
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {

  private static final String POINT = "grantflow.crash.point";
  private static final String ROUNDS = "grantflow.crash.rounds";

  @TempDir static Path shared;

  private static Path points;

  @BeforeAll
  static void pack() throws Exception {
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
}
