package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.gnap.Issuer.Foreign;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The successful answer to a grant request or a continuation (RFC 9635 §3), as far as it can be
/// used. A part that came but cannot be used counts as missing, so that a token is never lost for
/// the fault of a part beside it. Where it says to call next is no such part: see [Issuer].
///
/// @param hasTokens whether any token came, usable or not
/// @param interact null when none came
/// @param instanceId by which the server will know the client instance again (§3.5)
/// @param foreign what leads away from the server; then nothing of the answer is used but to undo
///   what it gave
record GrantResponse(
    boolean hasTokens,
    List<AccessToken> tokens,
    @Nullable Secret subject,
    @Nullable Continuation continuation,
    @Nullable WireInteraction interact,
    @Nullable Json instanceId,
    @Nullable Foreign foreign) {

  private static final int PART_BYTES_MAX = 256 * 1024;
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);
  private static final Pattern INSTANCE_ID = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  static GrantResponse parse(JsonNode body, Instant arrival, Issuer issuer) {
    var tokens = JsonTree.member(body, "access_token");
    var subject = JsonTree.member(body, "subject");
    return new GrantResponse(
        tokens != null && !(tokens.isArray() && tokens.size() == 0),
        tokens != null && fits(tokens) ? WireToken.list(tokens, arrival, issuer) : List.of(),
        subject != null && fits(subject)
            ? Secret.of(JsonTree.canonical(subject).orElseThrow())
            : null,
        continuation(JsonTree.member(body, "continue"), arrival, issuer),
        WireInteraction.parse(JsonTree.member(body, "interact"), arrival, issuer),
        instanceId(JsonTree.member(body, "instance_id")),
        foreign(body, tokens, issuer));
  }

  private static @Nullable Foreign foreign(
      JsonNode body, @Nullable JsonNode tokens, Issuer issuer) {
    var uri = JsonTree.string(JsonTree.member(body, "continue"), "uri");
    return issuer
        .foreign("continue.uri", uri)
        .or(() -> WireToken.foreign(tokens, issuer))
        .orElse(null);
  }

  /// How what the answer gave can be undone, all of it where that can be.
  Optional<Cancellation> undoing() {
    if (continuation != null) {
      return Optional.of(new Cancellation.OfGrant(continuation));
    }
    var managed = managed();
    return managed.isEmpty() ? Optional.empty() : Optional.of(new Cancellation.OfTokens(managed));
  }

  /// Whether every token can be revoked by itself.
  boolean isManaged() {
    return !tokens.isEmpty() && managed().size() == tokens.size();
  }

  private List<Cancellation.Managed> managed() {
    var managed = new ArrayList<Cancellation.Managed>();
    for (var token : tokens) {
      var manage = token.manage();
      if (manage != null) {
        managed.add(new Cancellation.Managed(manage, token.manageToken()));
      }
    }
    return managed;
  }

  /// Whether `interact` came, usable or not.
  boolean hasInteraction() {
    return interact != null;
  }

  /// Both go into one event. Numbers grow up to fivefold in canonical form (`1e20`), and an event
  /// larger than its topic takes would stop those of all grants. Half of a surrogate pair has no
  /// UTF-8 and could not be written at all.
  static boolean fits(JsonNode part) {
    var text = JsonTree.canonical(part).orElseThrow();
    return UTF_8.newEncoder().canEncode(text) && text.getBytes(UTF_8).length <= PART_BYTES_MAX;
  }

  /// Empty unless something was granted.
  Optional<Issue> issue() {
    return tokens.isEmpty() && (subject == null || hasTokens)
        ? Optional.empty()
        : Optional.of(new Issue(tokens, subject));
  }

  /// RFC 9635 §3.1: `access_token` is required in it, and a token of an earlier answer no longer
  /// counts.
  static @Nullable Continuation continuation(
      @Nullable JsonNode member, Instant arrival, Issuer issuer) {
    var uri = issuer.own(JsonTree.string(member, "uri"));
    var token = WireToken.value(JsonTree.member(member, "access_token"));
    if (uri == null || token == null) {
      return null;
    }
    var minWait = JsonTree.member(member, "wait");
    var seconds = minWait == null ? null : Seconds.ceil(minWait);
    return new Continuation(
        uri, token, arrival.plus(Objects.requireNonNullElse(seconds, DEFAULT_WAIT)));
  }

  private static @Nullable Json instanceId(@Nullable JsonNode member) {
    return member == null
            || !member.isString()
            || !INSTANCE_ID.matcher(member.getStringValue()).matches()
        ? null
        : new Json(JsonTree.canonical(member).orElseThrow());
  }
}
