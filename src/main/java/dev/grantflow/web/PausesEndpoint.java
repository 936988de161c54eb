package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.Pause;
import dev.grantflow.engine.PauseDesk;
import dev.grantflow.engine.PauseDesk.Outcome;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.management.endpoint.annotation.Delete;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.annotation.Write;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// For operators, on the management port: what is paused, and to pause and to resume it.
@Endpoint(id = "pauses")
class PausesEndpoint {

  private static final Problem NO_KIND =
      new Problem("kind", "There is no such kind. Give client or server.");

  private final PauseDesk desk;

  PausesEndpoint(PauseDesk desk) {
    this.desk = desk;
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> list() {
    var json = DataJson.MAPPER.createArrayNode();
    desk.present().forEach(pause -> json.add(told(pause)));
    return HttpResponse.<String>ok()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(json.toString());
  }

  /// Repeatable. The reason is in the query.
  @Write(consumes = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> pause(HttpRequest<?> request, @Selector String kind, @Selector String name) {
    var known = kind(kind);
    if (known.isEmpty()) {
      return ApiProblem.invalid(List.of(NO_KIND)).response();
    }
    var reason = request.getParameters().get("reason");
    return switch (desk.pause(known.get(), name, Callers.of(request).subject(), reason)) {
      case Outcome.Paused(var pause) -> {
        AuditTrail.concerns(request, kind + " " + pause.name());
        yield HttpResponse.<String>ok()
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .body(told(pause).toString());
      }
      case Outcome.Refused(var why) ->
          ApiProblem.invalid(List.of(new Problem("name", why))).response();
    };
  }

  @Delete
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> resume(
      HttpRequest<?> request, @Selector String kind, @Selector String name) {
    var known = kind(kind);
    if (known.isEmpty()) {
      return ApiProblem.invalid(List.of(NO_KIND)).response();
    }
    if (!desk.resume(known.get(), name, Callers.of(request).subject())) {
      return ApiProblem.of(HttpStatus.NOT_FOUND).response();
    }
    return HttpResponse.noContent();
  }

  private static Optional<Pause.Kind> kind(String text) {
    return Stream.of(Pause.Kind.values()).filter(it -> text(it).equals(text)).findFirst();
  }

  private static String text(Pause.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode told(Pause pause) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("kind", text(pause.kind())).put("name", pause.name());
    json.put("since", pause.since().toString()).put("by", pause.by());
    if (pause.reason() != null) {
      json.put("reason", pause.reason());
    }
    return json;
  }
}
