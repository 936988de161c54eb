package dev.grantflow.web;

import dev.grantflow.engine.InteractionStarts;
import dev.grantflow.engine.InteractionStarts.Outcome;
import dev.grantflow.grant.Secret;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/// Where the resource owner's browser begins, so that it is known again when it comes back (RFC
/// 9635 §11.24).
@Controller("/start")
final class StartController {

  private final InteractionStarts starts;
  private final StartCookies cookies;
  private final CallLimits limits;
  private final Replies replies;

  StartController(
      InteractionStarts starts, StartCookies cookies, CallLimits limits, Replies replies) {
    this.starts = starts;
    this.cookies = cookies;
    this.limits = limits;
    this.replies = replies;
  }

  /// Repeatable, from any browser: what only looks at a link takes nothing away from whoever
  /// follows it, however often it looks.
  @Get(uri = "/{startId}", headRoute = false)
  @Produces(MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> start(HttpRequest<?> request, String startId) {
    return switch (starts.start(Secret.of(startId))) {
      case Outcome.Forward forward -> cookies.forward(request, startId, forward);
      case Outcome.Over() -> replies.notice(request, Notice.OVER);
      case Outcome.UnknownStart() ->
          limits.strange(request, startId, replies.notice(request, Notice.UNKNOWN_START));
    };
  }
}
