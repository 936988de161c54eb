package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.Secret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an authorization server itself tells of the end of an interaction (RFC 9635 §4.2.2). It is
/// answered once that is recorded, and in problems (RFC 9457) where it cannot be.
@Controller("/finish")
final class PushController {

  private final FinishCallbacks callbacks;
  private final PushBody bodies;
  private final CallLimits limits;
  private final Replies replies;

  PushController(FinishCallbacks callbacks, PushBody bodies, CallLimits limits, Replies replies) {
    this.callbacks = callbacks;
    this.bodies = bodies;
    this.limits = limits;
    this.replies = replies;
  }

  @Post("/{callbackId}")
  @Consumes(MediaType.ALL)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> push(
      HttpRequest<?> request, String callbackId, @Body @Nullable String body) {
    return limits.refusal(request, callbackId).orElseGet(() -> admitted(request, callbackId, body));
  }

  private HttpResponse<String> admitted(
      HttpRequest<?> request, String callbackId, @Nullable String body) {
    return switch (bodies.read(body == null ? "" : body)) {
      case PushBody.Flawed(var detail) ->
          limits.strange(request, callbackId, replies.problem(Notice.unreadable(detail)));
      case PushBody.Understood(var arrival) ->
          switch (callbacks.finish(Secret.of(callbackId), arrival, List.of())) {
            case Outcome.Settled _ -> HttpResponse.noContent();
            case Outcome.OtherBrowser() ->
                limits.missed(request, callbackId, replies.problem(Notice.OTHER_BROWSER));
            case Outcome.WrongHash() ->
                limits.missed(request, callbackId, replies.problem(Notice.WRONG_HASH));
            case Outcome.UnknownCallback() ->
                limits.strange(request, callbackId, replies.problem(Notice.UNKNOWN_CALLBACK));
          };
    };
  }
}
