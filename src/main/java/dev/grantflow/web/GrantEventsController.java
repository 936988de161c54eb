package dev.grantflow.web;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantWaits;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState.Terminal;
import dev.grantflow.security.Caller;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/// Streams a grant's changes as server-sent events, from the first or from where the caller left
/// off. A stream lasts no longer than the token that it was opened by: whoever follows comes back
/// with another.
@Controller("/v1/grants/{grantId}/events")
@Requires(condition = ApiIsOn.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class GrantEventsController {

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  private final GrantRecords records;
  private final GrantWaits waits;
  private final ApiSettings settings;
  private final InstantSource clock;
  private final StreamPlaces places;
  private final Scheduler virtualThreads;

  GrantEventsController(
      GrantRecords records,
      GrantWaits waits,
      ApiSettings settings,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) Scheduler virtualThreads) {
    this.records = records;
    this.waits = waits;
    this.settings = settings;
    this.clock = clock;
    this.places = new StreamPlaces(settings.streamsMax());
    this.virtualThreads = virtualThreads;
  }

  /// 204 tells a browser's `EventSource` that it need not come back.
  @Get(headRoute = false)
  @Produces(MediaType.TEXT_EVENT_STREAM)
  HttpResponse<?> follow(HttpRequest<?> request, String grantId) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    var lastEventId = request.getHeaders().get("Last-Event-ID");
    if (lastEventId != null && !VERSION.matcher(lastEventId).matches()) {
      return ApiProblem.unreadable(
              "Last-Event-ID", "It is not the id of an event of this stream. Leave it out.")
          .response();
    }
    var id = new GrantId(grantId);
    var found = records.find(id, 1);
    if (found.isEmpty()) {
      return ApiProblem.unknownGrant().response();
    }
    var seen = lastEventId == null ? 0 : Long.parseLong(lastEventId);
    var grant = found.get().grant();
    if (grant.state() instanceof Terminal && seen >= grant.version()) {
      return HttpResponse.noContent();
    }
    var caller = Callers.of(request);
    return places.tryTake(caller.subject())
        ? HttpResponse.ok(stream(id, seen, caller)).contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        : ApiProblem.tooMany().response();
  }

  /// Each step may wait up to a heartbeat, and not much longer than the caller stays.
  private Flux<byte[]> stream(GrantId id, long seen, Caller caller) {
    var changes = new ChangeStream(records, waits, id, seen, settings.heartbeat(), lasting(caller));
    return Flux.<byte[]>generate(
            sink -> {
              if (changes.hasEnded()) {
                sink.complete();
              } else {
                sink.next(changes.next());
              }
            })
        .subscribeOn(virtualThreads)
        .doOnCancel(changes::leave)
        .doFinally(_ -> places.free(caller.subject()));
  }

  private Duration lasting(Caller caller) {
    var left = Duration.between(clock.instant(), caller.believedUntil());
    return left.compareTo(settings.streamMax()) < 0 ? left : settings.streamMax();
  }
}
