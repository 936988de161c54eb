package dev.grantflow.gnap;

import static java.util.Objects.requireNonNull;

import dev.grantflow.grant.AccessToken;
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

/// Access tokens as servers write them (RFC 9635 §3.2).
final class WireToken {

  /// What can stand in a header. A value that cannot is a token that nobody could present.
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]+");

  /// Far more than can be asked for. Each is written with its grant at every change, and may have
  /// to be undone by a call of its own.
  static final int TOKENS_MAX = 32;

  private static final Pattern LABEL = Pattern.compile("[\\x21-\\x7e&&[^\"]]{1,64}");

  private static final long LIFE_SECONDS_MAX = Duration.ofDays(36_500).toSeconds();

  private WireToken() {}

  /// @param member `access_token`: an object, or an array of objects where several were asked for
  /// @return those that can be used; those without a usable value grant nobody anything, and of
  ///   more than [#TOKENS_MAX] none is used
  static List<AccessToken> list(@Nullable JsonNode member, Instant arrival, Issuer issuer) {
    if (member == null || isTooMany(member)) {
      return List.of();
    }
    var tokens = new ArrayList<AccessToken>();
    for (var candidate : candidates(member)) {
      var token = parse(candidate, arrival, issuer);
      if (token != null) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  private static boolean isTooMany(JsonNode member) {
    return member.isArray() && member.size() > TOKENS_MAX;
  }

  /// Why none of the tokens of an answer is used, for people.
  static String fault(@Nullable JsonNode body) {
    var member = JsonTree.member(body, "access_token");
    return member != null && isTooMany(member)
        ? "with more than %d access tokens".formatted(TOKENS_MAX)
        : "with an access_token that has no usable value";
  }

  private static Iterable<JsonNode> candidates(JsonNode member) {
    return member.isArray() ? member.values() : List.of(member);
  }

  /// The first `manage` that leads away from the server.
  static Optional<Issuer.Foreign> foreign(@Nullable JsonNode member, Issuer issuer) {
    if (member == null) {
      return Optional.empty();
    }
    for (var candidate : candidates(member)) {
      var manage = JsonTree.string(candidate, "manage");
      var uri =
          manage == null ? JsonTree.string(JsonTree.member(candidate, "manage"), "uri") : manage;
      var foreign = issuer.foreign("manage", uri);
      if (foreign.isPresent()) {
        return foreign;
      }
    }
    return Optional.empty();
  }

  /// The `value` of a token object, if it can be presented.
  static @Nullable Secret value(@Nullable JsonNode token) {
    var value = JsonTree.string(token, "value");
    return value == null || !VALUE.matcher(value).matches() ? null : Secret.of(value);
  }

  private static @Nullable AccessToken parse(JsonNode token, Instant arrival, Issuer issuer) {
    var value = value(token);
    if (value == null) {
      return null;
    }
    var verbatim = Secret.of(JsonTree.canonical(token).orElseThrow());
    var expiresAt = expiry(JsonTree.member(token, "expires_in"), arrival);
    var label = label(token);
    var manage = JsonTree.member(token, "manage");
    if (manage == null || manage.isString()) {
      var uri = issuer.own(JsonTree.string(token, "manage"));
      return new AccessToken(verbatim, uri, value, expiresAt, label);
    }
    var manageToken = value(JsonTree.member(manage, "access_token"));
    // Without the token that goes with it, the URI is of no use.
    var uri = manageToken == null ? null : issuer.own(JsonTree.string(manage, "uri"));
    return new AccessToken(
        verbatim, uri, Objects.requireNonNullElse(manageToken, value), expiresAt, label);
  }

  /// Labels are ours and come back (RFC 9635 §3.2.2); one that is not fit to be shown is none.
  private static @Nullable String label(JsonNode token) {
    var label = JsonTree.string(token, "label");
    var value = requireNonNull(JsonTree.string(token, "value"));
    return label == null || !LABEL.matcher(label).matches() || label.contains(value) ? null : label;
  }

  private static @Nullable Instant expiry(@Nullable JsonNode expiresIn, Instant arrival) {
    var seconds = expiresIn == null ? null : Seconds.floor(expiresIn, LIFE_SECONDS_MAX);
    return seconds == null ? null : arrival.plus(seconds);
  }
}
