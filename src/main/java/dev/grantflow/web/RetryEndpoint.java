package dev.grantflow.web;

import dev.grantflow.engine.OperatorDesk;
import dev.grantflow.engine.OperatorDesk.Retried;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.annotation.Write;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/// For operators, on the management port: the next try of a grant, now.
@Endpoint(id = "retry")
class RetryEndpoint {

  private final OperatorDesk desk;
  private final CommandReplies replies;

  RetryEndpoint(OperatorDesk desk, CommandReplies replies) {
    this.desk = desk;
    this.replies = replies;
  }

  /// May be repeated: what is due already is not changed, and that is said by a 409.
  @Write(consumes = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> retry(@Selector String grantId) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    return switch (desk.retry(new GrantId(grantId))) {
      case Retried.Sooner(var grant) -> replies.of(HttpStatus.ACCEPTED, "/grants/", grant);
      case Retried.Not(var why) ->
          ApiProblem.ended(List.of(new Problem("grantId", why))).response();
      case Retried.UnknownGrant() -> ApiProblem.unknownGrant().response();
    };
  }
}
