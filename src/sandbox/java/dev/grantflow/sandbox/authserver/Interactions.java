package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.authserver.GrantRequest.Finish;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The resource owner's side: shows the consent page, takes the answer, and sends the browser back
/// to the client (RFC 9635 §4.2), by default in the way of the reference server.
final class Interactions {
  private final Grants grants;
  private final Clock clock;
  private final Duration lifetime;
  private final Answers answers;
  private final FinishPush push;

  Interactions(Grants grants, Clock clock, Duration lifetime, Answers answers, FinishPush push) {
    this.grants = grants;
    this.answers = answers;
    this.push = push;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  Reply show(String id, String nonce) {
    Grant grant = find(id, nonce);
    synchronized (grant) {
      grant.visited = true;
      return ended(grant).orElseGet(() -> Reply.html(200, ConsentPage.of(grant)));
    }
  }

  /// @param form `choice=approve` or `choice=deny`
  Reply decide(String id, String nonce, String form) {
    Grant grant = find(id, nonce);
    Reply reply;
    boolean decided;
    synchronized (grant) {
      grant.visited = true;
      boolean pending = grant.state == GrantState.PENDING;
      reply = ended(grant).orElseGet(() -> choose(grant, form));
      decided = pending && grant.state != GrantState.PENDING;
    }
    Finish finish = grant.request.finish().orElse(null);
    if (decided && finish != null && finish.isPushed()) {
      push.send(finish.uri(), confirmed(grant));
    }
    return reply;
  }

  private static Reply choose(Grant grant, String form) {
    return switch (form) {
      case "choice=approve" -> approve(grant);
      case "choice=deny" -> deny(grant);
      default -> finish(grant, Map.of("result", "grant_invalid"));
    };
  }

  /// Where codes are typed.
  Reply showCodes() {
    return Reply.html(200, ConsentPage.codes());
  }

  /// @param form `code=` and what was typed
  Reply enter(String form) {
    return grants
        .byUserCode(form.replaceFirst("^code=", ""))
        .map(grant -> Reply.redirect(303, answers.interactionUri(grant)))
        .orElseGet(() -> Reply.html(404, ConsentPage.notice("This code is unknown.")));
  }

  private Grant find(String id, String nonce) {
    return grants
        .byInteraction(id)
        .filter(grant -> grant.interactionNonce.equals(nonce))
        .orElseThrow(
            () -> new Refused(Reply.html(404, ConsentPage.notice("This request is unknown."))));
  }

  private Optional<Reply> ended(Grant grant) {
    if (grant.state == GrantState.CANCELLED) {
      return Optional.of(finish(grant, Map.of("result", "unknown_interaction")));
    }
    boolean expired = grant.isExpired(clock.instant(), lifetime);
    if (expired || grant.state != GrantState.PENDING) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("result", "invalid_interaction");
      parameters.put("message", expired ? "interaction expired" : "interaction is not active");
      return Optional.of(finish(grant, parameters));
    }
    return Optional.empty();
  }

  private static Reply approve(Grant grant) {
    grant.state = GrantState.APPROVED;
    return finish(grant, confirmed(grant));
  }

  private static Reply deny(Grant grant) {
    grant.state = GrantState.REJECTED;
    return finish(
        grant,
        grant.behaviour.is(Quirk.DENIAL_RFC)
            ? confirmed(grant)
            : Map.of("result", "grant_rejected"));
  }

  private static Map<String, String> confirmed(Grant grant) {
    String hashedRef = grant.behaviour.is(Quirk.HASH_WRONG) ? Random.uuid() : grant.interactRef;
    String clientNonce = grant.request.finish().map(GrantRequest.Finish::nonce).orElse("");
    String method = grant.request.finish().map(GrantRequest.Finish::hashMethod).orElse("sha-256");
    InteractionHash hash =
        new InteractionHash(
            clientNonce, grant.finishNonce, hashedRef, grant.hashedEndpoint, method);
    boolean asInRfc =
        grant.behaviour.is(Quirk.HASH_BASE64URL) || grant.behaviour.is(Quirk.DENIAL_RFC);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("hash", asInRfc ? hash.base64url() : hash.base64());
    parameters.put("interact_ref", grant.interactRef);
    return parameters;
  }

  private static Reply finish(Grant grant, Map<String, String> parameters) {
    return grant
        .request
        .finish()
        .filter(finish -> !finish.isPushed())
        .map(finish -> Reply.redirect(303, withQuery(finish.uri(), parameters)))
        .orElseGet(() -> Reply.html(200, ConsentPage.notice(farewell(grant.state))));
  }

  private static String farewell(GrantState state) {
    return switch (state) {
      case APPROVED, ISSUED -> "You have approved. You can close this page.";
      case REJECTED -> "You have denied. You can close this page.";
      case PENDING, CANCELLED -> "This request can no longer be answered.";
    };
  }

  private static URI withQuery(URI uri, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
  }
}
