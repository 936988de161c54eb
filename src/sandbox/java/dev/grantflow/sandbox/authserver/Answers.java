package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The bodies of successful answers. The caller holds the grant's monitor.
final class Answers {
  private final URI base;
  private final Duration tokenLifetime;

  Answers(URI base, Duration tokenLifetime) {
    this.base = base;
    this.tokenLifetime = tokenLifetime;
  }

  /// Consent is needed. The reference server sends `finish` even where none was asked for, and puts
  /// the client's name into the query.
  ObjectNode interaction(Grant grant) {
    ObjectNode answer = Json.object();
    answer
        .putObject("interact")
        .put("redirect", interactionUri(grant).toString())
        .put("finish", grant.finishNonce);
    answer.set("continue", continuation(grant, true));
    return answer;
  }

  /// Nobody has decided yet.
  ObjectNode pending(Grant grant) {
    ObjectNode answer = Json.object();
    answer.set("continue", continuation(grant, true));
    return answer;
  }

  /// The reference server sends `continue` without `wait` from here on.
  ObjectNode issued(Grant grant, AccessToken token) {
    ObjectNode answer = Json.object();
    answer.set("access_token", accessToken(token));
    if (grant.request.subject() != null) {
      answer.set("subject", grant.request.subject());
    }
    return grant.behaviour.is(Quirk.NO_CONTINUE)
        ? answer
        : answer.set("continue", continuation(grant, false));
  }

  /// A subject was confirmed, no token was asked for.
  ObjectNode confirmed(Grant grant) {
    ObjectNode answer = Json.object();
    answer.set("subject", grant.request.subject());
    return grant.behaviour.is(Quirk.NO_CONTINUE)
        ? answer
        : answer.set("continue", continuation(grant, false));
  }

  ObjectNode rotated(AccessToken token) {
    return Json.object().set("access_token", accessToken(token));
  }

  URI interactionUri(Grant grant) {
    return base.resolve(
        "/interact/"
            + grant.interactionId
            + "/"
            + grant.interactionNonce
            + "?clientName="
            + URLEncoder.encode(grant.clientName, StandardCharsets.UTF_8)
            + "&clientUri="
            + URLEncoder.encode(grant.request.client().name(), StandardCharsets.UTF_8));
  }

  private ObjectNode continuation(Grant grant, boolean withWait) {
    ObjectNode continuation = Json.object();
    continuation.putObject("access_token").put("value", grant.continuationToken());
    continuation.put("uri", base.resolve("/continue/" + grant.id).toString());
    return withWait && !grant.behaviour.is(Quirk.NO_WAIT)
        ? continuation.put("wait", grant.minWait.toSeconds())
        : continuation;
  }

  private ObjectNode accessToken(AccessToken token) {
    ObjectNode json = Json.object().put("value", token.value);
    if (!token.grant.behaviour.is(Quirk.NO_MANAGE)) {
      json.put("manage", base.resolve("/token/" + token.manageId).toString());
    }
    if (!token.grant.behaviour.is(Quirk.NO_EXPIRY)) {
      json.put("expires_in", tokenLifetime.toSeconds());
    }
    json.putArray("access").addAll(token.grant.request.access());
    return json;
  }
}
