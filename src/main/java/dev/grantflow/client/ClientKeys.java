package dev.grantflow.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All keys of a client instance, and which of them is to be used. Of those that are for a server,
/// else of those that are for none in particular, it is the one that became active last.
record ClientKeys(String client, URI walletAddress, List<ClientKey> keys) {

  private static final Comparator<ClientKey> BY_ACTIVATION =
      Comparator.comparing(ClientKey::activeFrom);

  /// @throws InvalidClientException when it cannot be told for sure which key is to be used
  ClientKeys {
    keys = List.copyOf(keys);
    checkUnique(client, keys);
  }

  private static void checkUnique(String client, List<ClientKey> keys) {
    var ids = new HashSet<String>();
    for (int later = 0; later < keys.size(); later++) {
      var key = keys.get(later);
      if (!ids.add(key.keyId())) {
        throw new InvalidClientException(
            client,
            "keys",
            "two keys have the key-id %s: give each an id of its own".formatted(key.keyId()));
      }
      for (var earlier : keys.subList(0, later)) {
        if (key.meets(earlier) && key.activeFrom().equals(earlier.activeFrom())) {
          throw new InvalidClientException(
              client,
              "keys",
              "%s and %s become active at the same time: give one of them a later active-from"
                  .formatted(earlier.keyId(), key.keyId()));
        }
      }
    }
  }

  /// One that is for no server in particular must sign, where there is such a key at all: else
  /// grants at most servers would fail until it does.
  ///
  /// @throws InvalidClientException when no key signs yet
  void checkActive(Instant now) {
    var forAny = keys.stream().filter(key -> !key.isForSomeServers()).toList();
    var first = forAny.isEmpty() ? keys : forAny;
    if (first.stream().noneMatch(key -> key.isActive(now))) {
      throw new InvalidClientException(
          client,
          "keys",
          keys.size() == first.size()
              ? "none is active yet: leave active-from out for the key that signs at first"
              : "none of those without servers is active yet: leave active-from out for the one"
                  + " that signs at first");
    }
  }

  /// @param server the grant endpoint; null where it is not known
  Optional<ClientKey> signing(@Nullable URI server, Instant now) {
    return server == null
        ? latest(keys.stream().filter(key -> !key.isForSomeServers()), now)
        : latest(keys.stream().filter(key -> key.isFor(server)), now).or(() -> signing(null, now));
  }

  /// Whether no other has taken its place.
  boolean isInUse(ClientKey key, Instant now) {
    return latest(keys.stream().filter(key::servesAs), now).filter(it -> it == key).isPresent();
  }

  Optional<ClientKey> named(@Nullable String keyId) {
    return keys.stream().filter(key -> key.keyId().equals(keyId)).findFirst();
  }

  private static Optional<ClientKey> latest(Stream<ClientKey> some, Instant now) {
    return some.filter(key -> key.isActive(now)).max(BY_ACTIVATION);
  }

  /// Those that sign or are going to, and those whose place another took a short while ago: what
  /// they have signed may still be on its way.
  Stream<ClientKey> published(Instant now, Duration after) {
    return keys.stream()
        .filter(
            key ->
                keys.stream()
                    .filter(key::servesAs)
                    .map(ClientKey::activeFrom)
                    .filter(it -> it.isAfter(key.activeFrom()) && !it.isAfter(now))
                    .min(Comparator.naturalOrder())
                    .map(replacedAt -> now.isBefore(replacedAt.plus(after)))
                    .orElse(true));
  }
}
