package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is true at the server, for tests to compare with. It shows no secret values.
public final class Books {
  private final Grants grants;
  private final Journal journal;
  private final Clock clock;
  private final Duration interactionLifetime;

  Books(Grants grants, Journal journal, Clock clock, Duration interactionLifetime) {
    this.grants = grants;
    this.journal = journal;
    this.clock = clock;
    this.interactionLifetime = interactionLifetime;
  }

  /// A grant, without its secrets.
  ///
  /// @param id the last part of the continuation URI
  /// @param walletName of the wallet address that it was asked for at; empty where that cannot be
  ///   told
  /// @param client wallet address, or `jwk`
  /// @param access the types asked for, in order
  /// @param identifiers the access items' identifiers, in order
  /// @param visited whether its consent page was opened
  /// @param expired whether its consent page was left unanswered for too long
  /// @param continuations continuations that were authenticated, whatever came of them
  /// @param cancellations as continuations
  public record GrantEntry(
      String id,
      String walletName,
      GrantState state,
      String client,
      List<String> access,
      List<String> identifiers,
      int tokensIssued,
      int tokensLive,
      boolean visited,
      boolean expired,
      int continuations,
      int cancellations,
      Instant createdAt) {}

  /// A token, without its value.
  ///
  /// @param id the last part of the management URI
  /// @param fingerprint see [Fingerprint]
  /// @param mintedBy the kind of call that it answered
  /// @param ended whether it was rotated away, revoked or cancelled with its grant
  public record TokenEntry(
      String id,
      String grantId,
      String fingerprint,
      Point mintedBy,
      boolean ended,
      Instant expiresAt) {}

  /// A call of a client as the server saw it. Its times are real, whatever clock the server has.
  ///
  /// @param grantId empty where it led to no grant
  /// @param walletName only of grant requests, empty where it cannot be told
  /// @param processedAt null while it is being processed
  /// @param answeredAt when the whole answer was written; null before, and where none was to be
  /// @param status of the reply, 0 where there is none
  /// @param code of an error, else empty
  public record CallEntry(
      Point what,
      String grantId,
      String walletName,
      boolean withInteractRef,
      Instant arrivedAt,
      @Nullable Instant processedAt,
      @Nullable Instant answeredAt,
      int status,
      String code) {}

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
        .map(Books::entry)
        .sorted(Comparator.comparing(TokenEntry::expiresAt))
        .toList();
  }

  /// All tokens since the start.
  public List<TokenEntry> tokens() {
    return grants.allTokens().stream().map(Books::entry).toList();
  }

  /// All calls of clients since the start, in the order of their arrival; those that are still
  /// being served are among them.
  public List<CallEntry> journal() {
    return journal.entries();
  }

  /// The fingerprints of everything that may stand in no log and in few other places: access
  /// tokens, continuation tokens and interaction references.
  public Set<String> secrets() {
    return grants.secrets();
  }

  /// What the server's clock says.
  public Instant now() {
    return clock.instant();
  }

  /// Whether somebody who holds this value could use it now.
  public boolean isLive(String tokenValue) {
    return grants.allTokens().stream()
        .anyMatch(token -> token.value.equals(tokenValue) && isLive(token));
  }

  /// How many calls of a kind have come in, refused ones included.
  public int calls(Point what) {
    return journal.count(what);
  }

  JsonNode toJson() {
    ObjectNode json = Json.object();
    ArrayNode entries = json.putArray("grants");
    for (GrantEntry grant : grants()) {
      ObjectNode entry =
          entries
              .addObject()
              .put("id", grant.id())
              .put("walletName", grant.walletName())
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

  private static TokenEntry entry(AccessToken token) {
    synchronized (token.grant) {
      return new TokenEntry(
          token.manageId,
          token.grant.id,
          Fingerprint.of(token.value),
          token.mintedBy,
          token.ended,
          token.expiresAt);
    }
  }

  private GrantEntry entry(Grant grant) {
    synchronized (grant) {
      Instant now = clock.instant();
      return new GrantEntry(
          grant.id,
          grant.walletName,
          grant.state,
          grant.request.client().name(),
          grant.request.access().stream().map(item -> item.path("type").asText()).toList(),
          grant.request.access().stream()
              .filter(item -> item.has("identifier"))
              .map(item -> item.path("identifier").asText())
              .toList(),
          grant.tokens.size(),
          (int) grant.tokens.stream().filter(token -> token.isLive(now)).count(),
          grant.visited,
          grant.isExpired(now, interactionLifetime),
          grant.continuations,
          grant.cancellations,
          grant.createdAt);
    }
  }
}
