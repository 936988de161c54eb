package dev.grantflow.web;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.grant.GrantId;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.management.endpoint.annotation.Delete;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.Optional;

/// For operators, on the management port: the grants of all client instances, whether or not the
/// API for services is there.
@Endpoint(id = "grants")
class GrantsEndpoint {

  private static final String PATH = "/grants";
  private static final byte[] NO_BODY = {};

  private final GrantRecords records;
  private final GrantLists lists;
  private final Revocations revocations;
  private final InstantSource clock;

  GrantsEndpoint(
      GrantRecords records, GrantLists lists, Revocations revocations, InstantSource clock) {
    this.records = records;
    this.lists = lists;
    this.revocations = revocations;
    this.clock = clock;
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> list(HttpRequest<?> request) {
    return lists.page(request, PATH, null);
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> read(@Selector String grantId) {
    return (GrantId.isValid(grantId)
            ? records.find(new GrantId(grantId), GrantsReadController.HISTORY_MAX)
            : Optional.<GrantRecords.Story>empty())
        .<HttpResponse<String>>map(
            story ->
                HttpResponse.<String>ok()
                    .header(HttpHeaders.ETAG, Known.tag(story.grant().version()))
                    .contentType(MediaType.APPLICATION_JSON_TYPE)
                    .body(GrantRepresentation.of(story, clock.instant()).toString()))
        .orElseGet(() -> ApiProblem.unknownGrant().response());
  }

  /// Repeatable. The reason is in the query.
  @Delete
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> revoke(HttpRequest<?> request, @Selector String grantId) {
    return revocations.revoke(request, PATH + "/", grantId, NO_BODY);
  }
}
