package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is true at the server, for tests to compare with. It shows no secret values.
public final class Books {
  private final Map<Point, Integer> calls = new EnumMap<>(Point.class);
  private final Grants grants;
  private final Clock clock;

  Books(Grants grants, Clock clock) {
    this.grants = grants;
    this.clock = clock;
  }

  /// A grant, without its secrets.
  ///
  /// @param id the last part of the continuation URI
  /// @param client wallet address, or `jwk`
  /// @param access the types asked for, in order
  /// @param identifiers the access items' identifiers, in order
  /// @param continuations continuations that were authenticated, whatever came of them
  /// @param cancellations as continuations
  public record GrantEntry(
      String id,
      GrantState state,
      String client,
      List<String> access,
      List<String> identifiers,
      int tokensIssued,
      int tokensLive,
      int continuations,
      int cancellations,
      Instant createdAt) {}

  /// A token that works, without its value.
  ///
  /// @param id the last part of the management URI
  public record TokenEntry(String id, String grantId, Instant expiresAt) {}

  /// All grants since the start, oldest first.
  public List<GrantEntry> grants() {
    return grants.all().stream()
        .map(this::entry)
        .sorted(Comparator.comparing(GrantEntry::createdAt))
        .toList();
  }

  /// The grant whose consent page this is.
  public Optional<GrantEntry> grantOf(URI interactRedirect) {
    String[] path = interactRedirect.getPath().split("/", -1);
    return path.length < 3 ? Optional.empty() : grants.byInteraction(path[2]).map(this::entry);
  }

  /// Tokens that work: not expired, rotated away, revoked or cancelled with their grant.
  public List<TokenEntry> liveTokens() {
    return grants.allTokens().stream()
        .filter(this::isLive)
        .map(token -> new TokenEntry(token.manageId, token.grant.id, token.expiresAt))
        .sorted(Comparator.comparing(TokenEntry::expiresAt))
        .toList();
  }

  /// Whether somebody who holds this value could use it now.
  public boolean isLive(String tokenValue) {
    return grants.allTokens().stream()
        .anyMatch(token -> token.value.equals(tokenValue) && isLive(token));
  }

  /// How many calls of a kind have come in, refused ones included.
  public synchronized int calls(Point what) {
    return calls.getOrDefault(what, 0);
  }

  synchronized void count(Point what) {
    calls.merge(what, 1, Integer::sum);
  }

  JsonNode toJson() {
    ObjectNode json = Json.object();
    ArrayNode entries = json.putArray("grants");
    for (GrantEntry grant : grants()) {
      ObjectNode entry =
          entries
              .addObject()
              .put("id", grant.id())
              .put("state", grant.state().name())
              .put("client", grant.client())
              .put("tokensIssued", grant.tokensIssued())
              .put("tokensLive", grant.tokensLive())
              .put("continuations", grant.continuations())
              .put("cancellations", grant.cancellations())
              .put("createdAt", grant.createdAt().toString());
      grant.access().forEach(entry.putArray("access")::add);
      grant.identifiers().forEach(entry.putArray("identifiers")::add);
    }
    ArrayNode tokens = json.putArray("liveTokens");
    for (TokenEntry token : liveTokens()) {
      tokens
          .addObject()
          .put("id", token.id())
          .put("grantId", token.grantId())
          .put("expiresAt", token.expiresAt().toString());
    }
    ObjectNode counts = json.putObject("calls");
    for (Point what : Point.values()) {
      counts.put(what.name(), calls(what));
    }
    return json;
  }

  private boolean isLive(AccessToken token) {
    synchronized (token.grant) {
      return token.isLive(clock.instant());
    }
  }

  private GrantEntry entry(Grant grant) {
    synchronized (grant) {
      Instant now = clock.instant();
      return new GrantEntry(
          grant.id,
          grant.state,
          grant.request.client().name(),
          grant.request.access().stream().map(item -> item.path("type").asText()).toList(),
          grant.request.access().stream()
              .filter(item -> item.has("identifier"))
              .map(item -> item.path("identifier").asText())
              .toList(),
          grant.tokens.size(),
          (int) grant.tokens.stream().filter(token -> token.isLive(now)).count(),
          grant.continuations,
          grant.cancellations,
          grant.createdAt);
    }
  }
}
