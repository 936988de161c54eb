package dev.grantflow.web;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Story;
import dev.grantflow.engine.GrantWaits;
import dev.grantflow.grant.GrantId;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Shows grants: one, now or when it has changed, or a page of those that fit.
@Controller("/v1/grants")
@Requires(condition = ApiIsOn.class)
@Produces(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.BLOCKING)
final class GrantsReadController {

  /// Of a grant that was polled for days only the end is shown; the event stream has it all.
  static final int HISTORY_MAX = 100;

  private final GrantRecords records;
  private final GrantWaits waits;
  private final GrantLists lists;
  private final ApiSettings settings;
  private final InstantSource clock;
  private final Semaphore places;

  GrantsReadController(
      GrantRecords records,
      GrantWaits waits,
      GrantLists lists,
      ApiSettings settings,
      InstantSource clock) {
    this.records = records;
    this.waits = waits;
    this.lists = lists;
    this.settings = settings;
    this.clock = clock;
    this.places = new Semaphore(settings.waitersMax());
  }

  /// Waits on a virtual thread where the caller prefers that.
  @Get(uri = "/{grantId}", headRoute = false)
  HttpResponse<String> read(HttpRequest<?> request, String grantId) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    if (!Known.isReadable(request)) {
      return ApiProblem.unreadable("version", "It is not a version of a grant. Give a number.")
          .response();
    }
    var id = new GrantId(grantId);
    var known = Known.of(request, settings.waitMax());
    var found = records.find(id, HISTORY_MAX);
    var patience = known.patience();
    if (patience == null || found.isEmpty() || !known.has(found.get().grant().version())) {
      return answer(found, known);
    }
    return places.tryAcquire() ? waited(id, found.get(), known, patience) : answer(found, known);
  }

  @Get(headRoute = false)
  HttpResponse<String> list(HttpRequest<?> request) {
    return lists.page(request, "/v1/grants", Callers.of(request).clients());
  }

  private HttpResponse<String> waited(GrantId id, Story found, Known known, Duration patience) {
    try {
      waits.awaitChange(id, found.grant().version(), patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return answer(Optional.of(found), known);
    } finally {
      places.release();
    }
    return answer(records.find(id, HISTORY_MAX), known)
        .header("Preference-Applied", "wait=" + patience.toSeconds());
  }

  private MutableHttpResponse<String> answer(Optional<Story> found, Known known) {
    if (found.isEmpty()) {
      return ApiProblem.unknownGrant().response();
    }
    var version = found.get().grant().version();
    var response =
        known.isUnmodified(version)
            ? HttpResponse.<String>notModified()
            : HttpResponse.<String>ok()
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(GrantRepresentation.of(found.get(), clock.instant()).toString());
    return response.header(HttpHeaders.ETAG, Known.tag(version));
  }
}
