package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The bodies of successful answers. The caller holds the grant's monitor.
final class Answers {
  private final URI base;
  private final Duration tokenLifetime;
  private final Duration interactionLifetime;

  Answers(URI base, Duration tokenLifetime, Duration interactionLifetime) {
    this.base = base;
    this.interactionLifetime = interactionLifetime;
    this.tokenLifetime = tokenLifetime;
  }

  /// Consent is needed. The reference server sends `finish` even where none was asked for, and puts
  /// the client's name into the query.
  ObjectNode interaction(Grant grant) {
    ObjectNode answer = Json.object();
    ObjectNode interact = answer.putObject("interact");
    if (grant.behaviour.isGeneral()) {
      generalInteraction(grant, interact);
    } else {
      interact.put("redirect", interactionUri(grant).toString()).put("finish", grant.finishNonce);
    }
    answer.set("continue", continuation(grant, true));
    return answer;
  }

  /// RFC 9635 §3.3: what was asked for and nothing else.
  private void generalInteraction(Grant grant, ObjectNode interact) {
    GrantRequest.Interact asked = Objects.requireNonNull(grant.request.interact());
    URI page = interactionUri(grant);
    if (asked.start().contains("redirect")) {
      interact.put("redirect", page.toString());
    }
    if (asked.start().contains("user_code")) {
      interact.put("user_code", grant.userCode);
    }
    if (asked.start().contains("user_code_uri")) {
      interact
          .putObject("user_code_uri")
          .put("code", grant.userCode)
          .put("uri", base.resolve("/code").toString());
    }
    if (asked.start().contains("app")) {
      interact.put("app", "sandbox-wallet:" + page.getRawPath());
    }
    if (asked.finish() != null) {
      interact.put("finish", grant.finishNonce);
    }
    interact.put("expires_in", interactionLifetime.toSeconds());
  }

  /// Nobody has decided yet.
  ObjectNode pending(Grant grant) {
    ObjectNode answer = Json.object();
    answer.set("continue", continuation(grant, true));
    return answer;
  }

  /// The reference server sends `continue` without `wait` from here on.
  ObjectNode issued(Grant grant, List<AccessToken> tokens) {
    ObjectNode answer = Json.object();
    if (grant.request.isArray()) {
      tokens.forEach(token -> answer.withArray("access_token").add(accessToken(token)));
    } else {
      answer.set("access_token", accessToken(tokens.getFirst()));
    }
    if (grant.request.subject() != null) {
      answer.set("subject", grant.request.subject());
    }
    return grant.behaviour.is(Quirk.NO_CONTINUE)
        ? answer
        : answer.set("continue", continuation(grant, false));
  }

  /// An error that says how to go on all the same (RFC 9635 §3.6).
  ObjectNode tooFast(Grant grant) {
    ObjectNode answer = Json.object();
    answer.putObject("error").put("code", "too_fast").put("description", "slow down");
    answer.set("continue", continuation(grant, true));
    return answer;
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
    if (!token.wanted.label().isEmpty()) {
      json.put("label", token.wanted.label());
    }
    if (!token.wanted.flags().isEmpty()) {
      token.wanted.flags().forEach(json.putArray("flags")::add);
    }
    if (!token.grant.behaviour.is(Quirk.NO_MANAGE)) {
      manage(token, json);
    }
    if (!token.grant.behaviour.is(Quirk.NO_EXPIRY)) {
      json.put("expires_in", tokenLifetime.toSeconds());
    }
    json.putArray("access").addAll(token.wanted.access());
    return json;
  }

  private void manage(AccessToken token, ObjectNode json) {
    String uri = base.resolve("/token/" + token.manageId).toString();
    if (token.managedBy.equals(token.value)) {
      json.put("manage", uri);
    } else {
      ObjectNode manage = json.putObject("manage").put("uri", uri);
      manage.putObject("access_token").put("value", token.managedBy);
    }
  }
}
