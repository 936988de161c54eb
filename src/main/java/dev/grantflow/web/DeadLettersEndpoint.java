package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.DeadLetters;
import dev.grantflow.engine.DeadLetters.Entry;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Order;
import dev.grantflow.engine.DeadLetters.Replay;
import dev.grantflow.grant.Problem;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// For operators, on the management port: commands that could not be accepted, and to send them
/// again. What is in them is not shown: it is the services' own.
@Endpoint(id = "dead-letters")
@Requires(beans = DeadLetters.class)
class DeadLettersEndpoint {

  static final int LIMIT = 20;
  static final int LIMIT_MAX = 100;

  private final DeadLetters letters;

  DeadLettersEndpoint(DeadLetters letters) {
    this.letters = letters;
  }

  @Read
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> list(HttpRequest<?> request) {
    var order = order(request.getParameters().get("order"));
    var limit = limit(request.getParameters().get("limit"));
    if (order.isEmpty()) {
      return ApiProblem.unreadable("order", "There is none of this name. Give newest or oldest.")
          .response();
    }
    if (limit.isEmpty()) {
      return ApiProblem.unreadable("limit", "It is not a number from 1 to %d.".formatted(LIMIT_MAX))
          .response();
    }
    return switch (letters.list(order.get(), limit.get())) {
      case Listing.Found(var entries) -> told(entries);
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

  private static Optional<Order> order(@Nullable String text) {
    return text == null
        ? Optional.of(Order.NEWEST)
        : Stream.of(Order.values())
            .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
  }

  private static Optional<Integer> limit(@Nullable String text) {
    return text == null
        ? Optional.of(LIMIT)
        : Optional.of(text)
            .filter(it -> it.matches("[0-9]{1,3}"))
            .map(Integer::valueOf)
            .filter(it -> it >= 1 && it <= LIMIT_MAX);
  }

  private static HttpResponse<String> told(List<Entry> entries) {
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
