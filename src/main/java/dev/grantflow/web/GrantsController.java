package dev.grantflow.web;

import dev.grantflow.contract.TraceContext;
import dev.grantflow.engine.CommandDesk;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Takes the commands that come over HTTP. What is answered with 202 is committed.
@Controller("/v1/grants")
@Requires(condition = ApiIsOn.class)
@Produces(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.BLOCKING)
final class GrantsController {

  private final CommandDesk desk;
  private final Revocations revocations;
  private final CommandReplies replies;

  GrantsController(CommandDesk desk, Revocations revocations, CommandReplies replies) {
    this.desk = desk;
    this.revocations = revocations;
    this.replies = replies;
  }

  /// Repeatable: the same again is answered alike, with the grant as it stands then.
  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<String> request(HttpRequest<byte[]> request) {
    if (request.getContentType().isEmpty()) {
      return ApiProblem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE).response();
    }
    var key = CommandBody.key(request.getHeaders());
    var read = CommandBody.requested(body(request), key, Callers.of(request));
    AuditTrail.isAbout(request, read.grantId());
    return switch (read) {
      case CommandBody.Flawed(var problem, _) -> problem.response();
      case CommandBody.Understood(var command) ->
          switch (take(request, command)) {
            case Answer.Accepted(var grant) -> accepted(grant);
            case Answer.Unchanged(var grant) -> accepted(grant);
            case Answer.Refused(var why, var problems) ->
                CommandReplies.problem(why, problems).response();
          };
    };
  }

  /// Repeatable. A revocation of a grant that is unknown is not remembered.
  @Delete("/{grantId}")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<String> revoke(HttpRequest<byte[]> request, String grantId) {
    return revocations.revoke(request, "/v1/grants/", grantId, body(request));
  }

  private static byte[] body(HttpRequest<byte[]> request) {
    return request.getBody().orElseGet(() -> new byte[0]);
  }

  private Answer take(HttpRequest<?> request, GrantCommand command) {
    return desk.take(command, TraceContext.valid(request.getHeaders().get("traceparent")));
  }

  private HttpResponse<String> accepted(Grant grant) {
    return replies.of(HttpStatus.ACCEPTED, "/v1/grants/", grant);
  }
}
