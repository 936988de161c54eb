package dev.grantflow;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// What a test needs and may lack on somebody's machine, but not where everything is to be tried.
public final class Obstacles {

  private Obstacles() {}

  /// Skips the test, or under continuous integration (`CI=true`) fails it.
  ///
  /// @param obstacle why it cannot run; empty where it can
  public static void skip(Optional<String> obstacle) {
    skip(obstacle, System.getenv());
  }

  static void skip(Optional<String> obstacle, Map<String, String> environment) {
    if (obstacle.isPresent() && "true".equals(environment.get("CI"))) {
      throw new AssertionError("not skipped where CI is true: " + obstacle.get());
    }
    Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
  }
}
