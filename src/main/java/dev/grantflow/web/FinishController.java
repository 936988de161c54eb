package dev.grantflow.web;

import dev.grantflow.engine.FinishCallbacks;
import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Secret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where the resource owner's browser comes back from the authorization server (RFC 9635 §4.2.1).
@Controller("/finish")
final class FinishController {

  private final FinishCallbacks callbacks;
  private final CallLimits limits;
  private final Replies replies;

  FinishController(FinishCallbacks callbacks, CallLimits limits, Replies replies) {
    this.callbacks = callbacks;
    this.limits = limits;
    this.replies = replies;
  }

  /// Waits for the engine, and so holds a virtual thread. There is no HEAD: whoever only looks at a
  /// link must not finish a grant by it.
  @Get(uri = "/{callbackId}", headRoute = false)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> finish(HttpRequest<?> request, String callbackId) {
    return limits.refusal(request, callbackId).orElseGet(() -> admitted(request, callbackId));
  }

  private HttpResponse<String> admitted(HttpRequest<?> request, String callbackId) {
    return switch (FinishQuery.read(request.getUri().getRawQuery())) {
      case FinishQuery.Flawed(var detail) ->
          limits.strange(request, callbackId, replies.notice(request, Notice.unreadable(detail)));
      case FinishQuery.Understood(var arrival) -> finish(request, callbackId, arrival);
    };
  }

  private HttpResponse<String> finish(HttpRequest<?> request, String callbackId, Arrival arrival) {
    var shown = StartCookies.shown(request);
    return switch (callbacks.finish(Secret.of(callbackId), arrival, shown)) {
      case Outcome.Settled(var grant, var returnUri) -> settled(request, grant, returnUri);
      case Outcome.OtherBrowser() ->
          limits.missed(request, callbackId, replies.notice(request, Notice.OTHER_BROWSER));
      case Outcome.WrongHash() ->
          limits.missed(request, callbackId, replies.notice(request, Notice.WRONG_HASH));
      case Outcome.UnknownCallback() ->
          limits.strange(request, callbackId, replies.notice(request, Notice.UNKNOWN_CALLBACK));
    };
  }

  private HttpResponse<String> settled(
      HttpRequest<?> request, Grant grant, @Nullable URI returnUri) {
    return returnUri == null
        ? replies.status(request, grant)
        : HttpResponse.seeOther(ReturnAddress.of(returnUri, grant));
  }
}
