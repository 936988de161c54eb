package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

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

  Interactions(Grants grants, Clock clock, Duration lifetime) {
    this.grants = grants;
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
    synchronized (grant) {
      grant.visited = true;
      return ended(grant)
          .orElseGet(
              () ->
                  switch (form) {
                    case "choice=approve" -> approve(grant);
                    case "choice=deny" -> deny(grant);
                    default -> finish(grant, Map.of("result", "grant_invalid"));
                  });
    }
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
    InteractionHash hash =
        new InteractionHash(clientNonce, grant.finishNonce, hashedRef, grant.hashedEndpoint);
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
