package dev.grantflow.acceptance.point;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import java.util.concurrent.atomic.AtomicInteger;

/// The one point at which this process ends, and at the how manyth passage. Created with the
/// context, so that a point that does not exist stops the start.
@Context
@Requires(property = Armed.POINT)
public final class Armed {

  /// As an environment variable `CRASH_POINT`.
  public static final String POINT = "crash.point";

  public static final String PASSAGE = "crash.passage";

  /// What a shell reports of a process that was killed by signal 9.
  public static final int STATUS = 137;

  private final FailurePoint point;
  private final AtomicInteger left;

  Armed(
      @Property(name = POINT) String point,
      @Property(name = PASSAGE, defaultValue = "1") int passage) {
    this.point = FailurePoint.named(point);
    this.left = new AtomicInteger(passage);
  }

  /// Does not return from the armed passage: no shutdown hook runs, no other thread gets another
  /// instruction to finish, and the operating system closes what was open.
  void pass(FailurePoint here) {
    if (here == point && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
