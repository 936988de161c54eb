package dev.grantflow.web;

import dev.grantflow.engine.OperatorDesk;
import dev.grantflow.engine.SetAside;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.annotation.Write;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// For operators, on the management port: which grants are set aside, and their release.
@Endpoint(id = "set-aside")
class SetAsideEndpoint {

  private final OperatorDesk desk;

  SetAsideEndpoint(OperatorDesk desk) {
    this.desk = desk;
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  List<Waiting> list() {
    return desk.waiting().stream().map(Waiting::of).toList();
  }

  /// Repeatable: what is released is not found any more.
  @Write(consumes = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Void> release(@Selector String grantId) {
    return desk.release(grantId) ? HttpResponse.noContent() : HttpResponse.notFound();
  }

  @Serdeable
  record Waiting(String grantId, String state, Instant since, int faults, @Nullable String fault) {

    static Waiting of(SetAside.Entry entry) {
      return new Waiting(
          entry.grantId(), entry.state(), entry.since(), entry.faults(), entry.fault());
    }
  }
}
