package dev.grantflow.egress;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JWK set (RFC 7517 §5) that somebody publishes, each key read by itself: one that is none, or
/// of a kind that is not known here, is passed over and spoils no other.
///
/// @param keys in their order, as they stand there
/// @param hasPrivate whether there is a private or secret part of one, readable or not
public record PublishedKeys(List<JWK> keys, boolean hasPrivate) {

  /// What keys of any kind have that is nobody else's: `d` of RFC 7518 §6.2.2 and §6.3.2, and `k`
  /// of §6.4.
  private static final Set<String> PRIVATE = Set.of("d", "k");

  public PublishedKeys {
    keys = List.copyOf(keys);
  }

  /// Empty where the text is no key set.
  public static Optional<PublishedKeys> read(String text) {
    return members(text).map(PublishedKeys::of);
  }

  private static PublishedKeys of(List<?> members) {
    var keys = members.stream().flatMap(PublishedKeys::key).toList();
    return new PublishedKeys(
        keys,
        keys.stream().anyMatch(JWK::isPrivate)
            || members.stream().anyMatch(PublishedKeys::isPrivate));
  }

  private static Optional<List<?>> members(String text) {
    try {
      return JSONObjectUtils.parse(text).get("keys") instanceof List<?> members
          ? Optional.of(members)
          : Optional.empty();
    } catch (ParseException _) {
      return Optional.empty();
    }
  }

  /// By way of a set of that key alone.
  private static Stream<JWK> key(@Nullable Object member) {
    if (!(member instanceof Map<?, ?>)) {
      return Stream.empty();
    }
    try {
      var alone = JSONObjectUtils.toJSONString(Map.of("keys", List.of(member)));
      return JWKSet.parse(alone).getKeys().stream();
    } catch (ParseException | RuntimeException _) {
      return Stream.empty();
    }
  }

  private static boolean isPrivate(@Nullable Object member) {
    return member instanceof Map<?, ?> key && PRIVATE.stream().anyMatch(key::containsKey);
  }

  /// Nothing of the keys but how many there are: some may be private.
  @Override
  public String toString() {
    return "PublishedKeys[%d keys]".formatted(keys.size());
  }
}
