package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.DeadLetters;
import dev.grantflow.engine.DeadLetters.Entry;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Replay;
import dev.grantflow.grant.Problem;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.annotation.Write;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// For operators, on the management port: commands that could not be accepted, and to send them
/// again. What is in them is not shown: it is the services' own.
@Endpoint(id = "dead-letters")
@Requires(beans = DeadLetters.class)
class DeadLettersEndpoint {

  private static final String PATH = "/dead-letters";

  private final DeadLetters letters;

  DeadLettersEndpoint(DeadLetters letters) {
    this.letters = letters;
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> list(HttpRequest<?> request) {
    return switch (DeadLetterQuery.read(request.getParameters())) {
      case DeadLetterQuery.Flawed(var problems) -> ApiProblem.unreadable(problems).response();
      case DeadLetterQuery.OfAll(var order, var limit) -> told(letters.list(order, limit), null);
      case DeadLetterQuery.OfPartition query ->
          told(letters.list(query.partition(), query.from(), query.order(), query.limit()), query);
    };
  }

  private static HttpResponse<String> told(
      Listing listing, DeadLetterQuery.@Nullable OfPartition query) {
    return switch (listing) {
      case Listing.Found(var entries, var next) when next != null && query != null ->
          told(entries)
              .header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(query.next(PATH, next)));
      case Listing.Found(var entries, _) -> told(entries);
      case Listing.NoPartition() -> ApiProblem.of(HttpStatus.NOT_FOUND).response();
      case Listing.Away(var why) -> ApiProblem.away(why).response();
    };
  }

  /// Repeatable: commands take effect once.
  @Write(consumes = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> replay(
      HttpRequest<?> request, @Selector String partition, @Selector String offset) {
    if (!partition.matches("[0-9]{1,9}") || !offset.matches("[0-9]{1,18}")) {
      return ApiProblem.of(HttpStatus.NOT_FOUND).response();
    }
    AuditTrail.concerns(request, "dead letter %s/%s".formatted(partition, offset));
    return switch (letters.replay(Integer.parseInt(partition), Long.parseLong(offset))) {
      case Replay.Sent(var entry) -> {
        AuditTrail.isAbout(request, entry.grantId());
        yield HttpResponse.<String>accepted()
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .body(told(entry).toString());
      }
      case Replay.Unknown() -> ApiProblem.of(HttpStatus.NOT_FOUND).response();
      case Replay.Incomplete(var entry) ->
          ApiProblem.invalid(
                  List.of(
                      new Problem(
                          "offset",
                          "The record was too large for a dead letter, which lacks %s. Send it again from %s."
                              .formatted(entry.omitted(), entry.from()))))
              .response();
      case Replay.Away(var why) -> ApiProblem.away(why).response();
    };
  }

  private static MutableHttpResponse<String> told(List<Entry> entries) {
    var json = DataJson.MAPPER.createArrayNode();
    entries.forEach(entry -> json.add(told(entry)));
    return HttpResponse.<String>ok()
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(json.toString());
  }

  private static ObjectNode told(Entry entry) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("partition", entry.partition()).put("offset", entry.offset());
    json.put("at", entry.at().toString());
    put(json, "grantId", entry.grantId());
    put(json, "type", entry.type());
    put(json, "reason", entry.reason());
    put(json, "from", entry.from());
    json.put("bytes", entry.bytes());
    put(json, "omitted", entry.omitted());
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
