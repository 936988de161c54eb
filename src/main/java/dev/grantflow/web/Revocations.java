package dev.grantflow.web;

import dev.grantflow.contract.TraceContext;
import dev.grantflow.engine.CommandDesk;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.grant.GrantId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;

/// Takes grants back, by the same command as over Kafka.
@Singleton
final class Revocations {

  private final CommandDesk desk;
  private final CommandReplies replies;

  Revocations(CommandDesk desk, CommandReplies replies) {
    this.desk = desk;
    this.replies = replies;
  }

  /// Repeatable. The reason is in the query or in the body.
  ///
  /// @param path of the grants, with a slash at its end
  HttpResponse<String> revoke(HttpRequest<?> request, String path, String grantId, byte[] body) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    var reason = request.getParameters().get("reason");
    return switch (CommandBody.revokeRequested(new GrantId(grantId), body, reason)) {
      case CommandBody.Flawed(var problem, _) -> problem.response();
      case CommandBody.Understood(var command) ->
          switch (desk.take(command, TraceContext.valid(request.getHeaders().get("traceparent")))) {
            case Answer.Accepted(var grant) -> replies.of(HttpStatus.ACCEPTED, path, grant);
            case Answer.Unchanged(var grant) -> replies.of(HttpStatus.OK, path, grant);
            case Answer.Refused(var why, var problems) ->
                CommandReplies.problem(why, problems).response();
          };
    };
  }
}
