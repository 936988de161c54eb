package dev.grantflow.acceptance.point;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;

/// A process that has come up as far as it can without the database, and goes on when it is told to
/// by a byte on its standard input.
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(property = HeldBack.HELD)
public final class HeldBack implements BeanCreatedEventListener<DataSource> {

  /// As an environment variable `CRASH_HELD`.
  public static final String HELD = "crash.held";

  @Override
  public DataSource onCreated(BeanCreatedEvent<DataSource> created) {
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("whoever should have let this process in has gone");
      }
      return created.getBean();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
