package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.ErrorContent;
import dev.grantflow.contract.GrantedIntervals;
import dev.grantflow.contract.InteractContent;
import dev.grantflow.contract.SubjectContent;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantRecords.Story;
import dev.grantflow.engine.SetAside;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// A grant as the API shows it. Names are those of the commands and events; no token value, no
/// nonce, no `interact_ref`, no address to continue or to manage at, and no callback.
final class GrantRepresentation {

  private GrantRepresentation() {}

  static ObjectNode of(Story story, Instant now) {
    var json = of(story.grant(), now);
    var history = json.putArray("history");
    story.history().forEach(entry -> history.add(of(entry)));
    return json;
  }

  static ObjectNode of(Grant grant, Instant now) {
    var json = listed(grant, now);
    putRaw(json, "metadata", grant.request().metadata());
    return json;
  }

  /// Without `metadata`, which may be large.
  ///
  /// @param now by which it is told where recurring payments stand
  static ObjectNode listed(Grant grant, Instant now) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("grantId", grant.id().value());
    json.put("client", grant.client().value());
    json.put("state", grant.state().status().name());
    json.put("version", grant.version());
    json.put("acceptedAt", grant.acceptedAt().toString());
    json.put("expiresAt", grant.expiresAt().toString());
    putServer(json, grant);
    putState(json, grant, now);
    return json;
  }

  /// @param id whose history it is
  static ObjectNode of(GrantId id, Entry entry) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("grantId", id.value());
    json.setAll(of(entry));
    return json;
  }

  /// For operators: why nobody takes the grant up.
  static ObjectNode of(SetAside.Entry entry) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("since", entry.since().toString());
    json.put("faults", entry.faults());
    if (entry.fault() != null) {
      json.put("fault", entry.fault());
    }
    return json;
  }

  private static ObjectNode of(Entry entry) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("version", entry.version());
    if (entry.from() != null) {
      json.put("from", entry.from());
    }
    json.put("to", entry.to());
    json.put("cause", entry.cause());
    json.put("at", entry.at().toString());
    return json;
  }

  private static void putServer(ObjectNode json, Grant grant) {
    @Nullable URI endpoint = grant.grantEndpoint();
    switch (grant.request().server()) {
      case Server.OfWalletAddress(var walletAddress) ->
          json.put("walletAddress", walletAddress.toString());
      case Server.GrantEndpoint(var authServer) -> {
        json.put("authServer", authServer.toString());
        endpoint = endpoint == null ? authServer : endpoint;
      }
    }
    if (endpoint != null) {
      json.put("server", endpoint.getRawAuthority());
    }
  }

  private static void putState(ObjectNode json, Grant grant, Instant now) {
    switch (grant.state()) {
      case Requested(_, var lastError, _) -> putError(json, "lastError", lastError);
      case Requesting(_, var lastError, _) -> putError(json, "lastError", lastError);
      case Renewable(_, _, var lastError, _) -> putError(json, "lastError", lastError);
      case Renewing(_, _, var lastError, _) -> putError(json, "lastError", lastError);
      case Pending(var interaction, _, _) ->
          json.set("interact", InteractContent.of(interaction.start()));
      case Polling(_, _, var lastError, _) -> putError(json, "lastError", lastError);
      case Approved(_, _, _, var lastError, _) -> putError(json, "lastError", lastError);
      case Finalized(var issue, _, _) -> putIssue(json, grant, issue, now);
      case Rotating(var held, _, _) -> putIssue(json, grant, held.issue(), now);
      case RevokingToken(var held, _, _) -> putIssue(json, grant, held.issue(), now);
      case Rejected(var error) -> putError(json, "error", error);
      case Failed(var error) -> putError(json, "error", error);
      case Revoked(var reason) -> {
        if (reason != null) {
          json.put("reason", reason);
        }
      }
      case Continuing _, Retiring _, Revoking _, Expired _ -> {}
    }
  }

  private static void putIssue(ObjectNode json, Grant grant, Issue issue, Instant now) {
    var tokens = issue.accessTokens().stream().map(IssuedToken::of).toList();
    if (issue.isToldAsArray(grant.request().wanted())) {
      putTokens(json, tokens);
    } else {
      tokens.forEach(token -> json.set("access_token", token));
    }
    if (issue.subject() != null) {
      SubjectContent.putTold(json, issue.subject());
    }
    GrantedIntervals.put(json, GrantedIntervals.of(grant, issue, now));
  }

  private static void putTokens(ObjectNode json, List<ObjectNode> tokens) {
    if (!tokens.isEmpty()) {
      json.putArray("access_token").addAll(tokens);
    }
  }

  private static void putRaw(ObjectNode json, String name, @Nullable Json value) {
    if (value != null) {
      json.putRawValue(name, new RawValue(value.canonical()));
    }
  }

  private static void putError(ObjectNode json, String name, @Nullable GrantError error) {
    if (error != null) {
      json.set(name, ErrorContent.of(error));
    }
  }
}
