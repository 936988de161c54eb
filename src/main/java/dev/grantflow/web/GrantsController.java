package dev.grantflow.web;

import dev.grantflow.contract.TraceContext;
import dev.grantflow.engine.CommandDesk;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Problem;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
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
import java.time.InstantSource;
import java.util.List;

/// Takes the commands that come over HTTP. What is answered with 202 is committed.
@Controller("/v1/grants")
@Requires(condition = ApiIsOn.class)
@Produces(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.BLOCKING)
final class GrantsController {

  private final CommandDesk desk;
  private final InstantSource clock;

  GrantsController(CommandDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
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
            case Answer.Refused(var why, var problems) -> problem(why, problems).response();
          };
    };
  }

  /// Repeatable. A revocation of a grant that is unknown is not remembered.
  @Delete("/{grantId}")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<String> revoke(HttpRequest<byte[]> request, String grantId) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    var reason = request.getParameters().get("reason");
    return switch (CommandBody.revokeRequested(new GrantId(grantId), body(request), reason)) {
      case CommandBody.Flawed(var problem, _) -> problem.response();
      case CommandBody.Understood(var command) ->
          switch (take(request, command)) {
            case Answer.Accepted(var grant) -> accepted(grant);
            case Answer.Unchanged(var grant) -> answer(HttpStatus.OK, grant);
            case Answer.Refused(var why, var problems) -> problem(why, problems).response();
          };
    };
  }

  private static byte[] body(HttpRequest<byte[]> request) {
    return request.getBody().orElseGet(() -> new byte[0]);
  }

  private Answer take(HttpRequest<?> request, GrantCommand command) {
    return desk.take(command, TraceContext.valid(request.getHeaders().get("traceparent")));
  }

  private HttpResponse<String> accepted(Grant grant) {
    return answer(HttpStatus.ACCEPTED, grant);
  }

  private HttpResponse<String> answer(HttpStatus status, Grant grant) {
    return HttpResponse.<String>status(status)
        .header(HttpHeaders.LOCATION, "/v1/grants/" + grant.id())
        .header(HttpHeaders.ETAG, Known.tag(grant.version()))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(GrantRepresentation.of(grant, clock.instant()).toString());
  }

  private static ApiProblem problem(Why why, List<Problem> problems) {
    return switch (why) {
      case INVALID -> ApiProblem.invalid(problems);
      case TAKEN -> ApiProblem.conflict(problems);
      case UNKNOWN -> ApiProblem.unknownGrant();
      case STATE -> ApiProblem.ended(problems);
    };
  }
}
