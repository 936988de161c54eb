package dev.grantflow.kafka;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.InteractionStart.UserCodeUri;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// The `data` of each event. What the authorization server or the sender gave goes in as it is, not
/// parsed and printed again. This is where issued tokens are revealed.
final class EventContent {

  private EventContent() {}

  static byte[] of(Grant grant, GrantEvent.OfGrant event) {
    var data = DataJson.MAPPER.createObjectNode();
    data.put("grantId", grant.id().value());
    data.put("client", grant.client().value());
    putRaw(data, "metadata", grant.request().metadata());
    switch (event) {
      case GrantPending(var start, var expiresAt) -> {
        putStart(data.putObject("interact"), start);
        data.put("expiresAt", expiresAt.toString());
      }
      case GrantFinalized(var issue, var trigger) -> {
        putTokens(data, grant, issue);
        putRaw(data, "subject", issue.subject());
        issue.expiresAt().ifPresent(expiresAt -> data.put("expiresAt", expiresAt.toString()));
        data.put("trigger", trigger.name().toLowerCase(Locale.ROOT));
      }
      case GrantRejected(var error) -> putError(data, error);
      case GrantFailed(var error) -> putError(data, error);
      case GrantRevoked(var reason) -> {
        if (reason != null) {
          data.put("reason", reason);
        }
      }
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

  /// An array answers an array, an object an object (RFC 9635 §3.2).
  private static void putTokens(ObjectNode data, Grant grant, Issue issue) {
    var tokens = issue.accessTokens().stream().map(it -> new RawValue(it.verbatim().reveal()));
    var asked = grant.request().wanted().accessToken();
    if (issue.accessTokens().size() > 1 || (asked != null && asked.canonical().startsWith("["))) {
      if (!issue.accessTokens().isEmpty()) {
        var array = data.putArray("access_token");
        tokens.forEach(array::addRawValue);
      }
    } else {
      tokens.forEach(token -> data.putRawValue("access_token", token));
    }
  }

  /// The codes are the resource owner's to type, and so are told.
  private static void putStart(ObjectNode interact, InteractionStart start) {
    if (start.redirect() != null) {
      interact.put("redirect", start.redirect().toString());
    }
    if (start.userCode() != null) {
      interact.put("user_code", start.userCode().reveal());
    }
    if (start.userCodeUri() instanceof UserCodeUri(var code, var uri)) {
      interact.putObject("user_code_uri").put("code", code.reveal()).put("uri", uri.toString());
    }
    if (start.app() != null) {
      interact.put("app", start.app().toString());
    }
  }

  private static void putRaw(ObjectNode data, String name, @Nullable Json json) {
    if (json != null) {
      data.putRawValue(name, new RawValue(json.canonical()));
    }
  }

  private static void putError(ObjectNode data, GrantError error) {
    var node = data.putObject("error");
    node.put("code", error.code());
    node.put("description", error.description());
    if (error.httpStatus() != null) {
      node.put("httpStatus", error.httpStatus());
    }
  }
}
