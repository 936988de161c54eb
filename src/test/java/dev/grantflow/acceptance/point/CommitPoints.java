package dev.grantflow.acceptance.point;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Before and after each commit. Comes first, right around the pool, so that the framework's own
/// wrappers stand outside of it and find what they look for.
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(property = Armed.POINT)
final class CommitPoints implements BeanCreatedEventListener<DataSource> {

  private final Armed armed;

  CommitPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public DataSource onCreated(BeanCreatedEvent<DataSource> created) {
    return Around.stand(
        DataSource.class,
        created.getBean(),
        (_, arguments, proceed) -> {
          var got = proceed.with(arguments);
          return got instanceof Connection connection
              ? Around.stand(Connection.class, connection, this::call)
              : got;
        });
  }

  private @Nullable Object call(String method, Object[] arguments, Around.Proceed proceed)
      throws Throwable {
    if (!method.equals("commit")) {
      return proceed.with(arguments);
    }
    var work = Work.current();
    work.forEach(it -> armed.pass(it.beforeCommit));
    var nothing = proceed.with(arguments);
    work.forEach(it -> armed.pass(it.afterCommit));
    Work.none();
    RelayPoints.committed();
    return nothing;
  }
}
