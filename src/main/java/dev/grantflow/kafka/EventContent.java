package dev.grantflow.kafka;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.ErrorContent;
import dev.grantflow.contract.GrantedIntervals;
import dev.grantflow.contract.InteractContent;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantEvent.GrantTokenChangeFailed;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRevoked;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.TokenUpkeep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// The `data` of each event. What the authorization server or the sender gave goes in as it is, not
/// parsed and printed again, as far as the client instance's delivery lets it.
final class EventContent {

  private EventContent() {}

  /// @param at when the event happened, on which an interval's current window depends
  static byte[] of(Grant grant, GrantEvent.OfGrant event, Instant at, TokenDelivery delivery) {
    var delivered = new DeliveredContent(grant, event, delivery);
    var data = DataJson.MAPPER.createObjectNode();
    data.put("grantId", grant.id().value());
    data.put("client", grant.client().value());
    putRaw(data, "metadata", grant.request().metadata());
    switch (event) {
      case GrantPending(var start, var expiresAt) -> {
        data.set("interact", InteractContent.of(start));
        data.put("expiresAt", expiresAt.toString());
      }
      case GrantFinalized(var issue, var trigger) -> {
        delivered.put(data, issue);
        issue.expiresAt().ifPresent(expiresAt -> data.put("expiresAt", expiresAt.toString()));
        GrantedIntervals.put(data, GrantedIntervals.of(grant, issue, at));
        if (!issue.accessTokens().isEmpty()) {
          data.put("tokenVersion", TokenUpkeep.NONE.version());
        }
        data.put("trigger", trigger.name().toLowerCase(Locale.ROOT));
      }
      case GrantTokenRotated(var token, var version, var trigger) -> {
        delivered.put(data, token);
        putText(data, "label", token.label());
        data.put("tokenVersion", version);
        putText(data, "expiresAt", token.expiresAt());
        data.put("trigger", trigger.name().toLowerCase(Locale.ROOT));
      }
      case GrantTokenExpired(var label, var version, var expiresAt, var error) -> {
        putText(data, "label", label);
        data.put("tokenVersion", version);
        putText(data, "expiresAt", expiresAt);
        if (error != null) {
          data.set("error", ErrorContent.of(error));
        }
      }
      case GrantTokenRevoked(var label, var reason) -> {
        putText(data, "label", label);
        putText(data, "reason", reason);
      }
      case GrantTokenChangeFailed(var label, var change, var error) -> {
        putText(data, "label", label);
        data.put("change", change.name().toLowerCase(Locale.ROOT));
        data.set("error", ErrorContent.of(error));
      }
      case GrantRejected(var error) -> data.set("error", ErrorContent.of(error));
      case GrantFailed(var error) -> data.set("error", ErrorContent.of(error));
      case GrantRevoked(var reason) -> putText(data, "reason", reason);
      case GrantExpired() -> {}
    }
    return DataJson.MAPPER.writeValueAsBytes(data);
  }

  static byte[] of(RejectedCommand rejected) {
    var event = rejected.event();
    var data = DataJson.MAPPER.createObjectNode();
    if (event.grantId() != null) {
      data.put("grantId", event.grantId());
    }
    data.set("problems", problems(event.problems()));
    var source = event.source();
    data.putObject("source")
        .put("topic", source.topic())
        .put("partition", source.partition())
        .put("offset", source.offset());
    return DataJson.MAPPER.writeValueAsBytes(data);
  }

  static ArrayNode problems(List<Problem> problems) {
    var array = DataJson.MAPPER.createArrayNode();
    problems.forEach(
        problem ->
            array.addObject().put("field", problem.field()).put("message", problem.message()));
    return array;
  }

  private static void putRaw(ObjectNode data, String name, @Nullable Json json) {
    if (json != null) {
      data.putRawValue(name, new RawValue(json.canonical()));
    }
  }

  private static void putText(ObjectNode data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value.toString());
    }
  }
}
