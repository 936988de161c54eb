package dev.grantflow.web;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantRecords.Story;
import dev.grantflow.engine.OperatorDesk;
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
  private final OperatorDesk desk;
  private final InstantSource clock;

  GrantsEndpoint(
      GrantRecords records,
      GrantLists lists,
      Revocations revocations,
      OperatorDesk desk,
      InstantSource clock) {
    this.records = records;
    this.lists = lists;
    this.revocations = revocations;
    this.desk = desk;
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
            : Optional.<Story>empty())
        .<HttpResponse<String>>map(
            story ->
                HttpResponse.<String>ok()
                    .header(HttpHeaders.ETAG, Known.tag(story.grant().version()))
                    .contentType(MediaType.APPLICATION_JSON_TYPE)
                    .body(representation(story)))
        .orElseGet(() -> ApiProblem.unknownGrant().response());
  }

  private String representation(Story story) {
    var json = GrantRepresentation.of(story, clock.instant());
    desk.waiting(story.grant().id())
        .ifPresent(entry -> json.set("setAside", GrantRepresentation.of(entry)));
    return json.toString();
  }

  /// Repeatable. The reason is in the query.
  @Delete
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> revoke(HttpRequest<?> request, @Selector String grantId) {
    return revocations.revoke(request, PATH + "/", grantId, NO_BODY);
  }
}
