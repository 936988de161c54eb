package dev.grantflow.client;

import dev.grantflow.client.ClientKey.Fresh;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the key files again and again, and takes over what has changed in them. By looking, not
/// by being told: a mounted secret changes by a symbolic link two levels above the file, of which
/// file system events tell nothing that could be relied upon.
@Context
final class KeyReload {

  private static final Logger LOG = LoggerFactory.getLogger(KeyReload.class);

  private final ClientInstances clients;

  KeyReload(ClientInstances clients) {
    this.clients = clients;
  }

  /// All files are read before anything is taken over: two names of one client may share a key, and
  /// must not quarrel over which of them was read first.
  @Scheduled(
      initialDelay = "${grantflow.keys.reload-interval:" + KeySettings.RELOAD_INTERVAL + "}",
      fixedDelay = "${grantflow.keys.reload-interval:" + KeySettings.RELOAD_INTERVAL + "}")
  void round() {
    var fresh = new IdentityHashMap<ClientKey, Fresh>();
    clients.all().forEach(owner -> owner.allKeys().forEach(key -> look(owner, key, fresh)));
    clients
        .keys()
        .forEach(
            owner ->
                owner.keys().stream()
                    .filter(fresh::containsKey)
                    .forEach(key -> take(owner, key, fresh)));
  }

  private static void look(ClientInstance owner, ClientKey key, Map<ClientKey, Fresh> fresh) {
    try {
      var found = key.look();
      found.ifPresent(it -> checkBound(owner, key, it));
      found.ifPresentOrElse(it -> fresh.put(key, it), key::isWell);
    } catch (InvalidClientException unusable) {
      keep(owner.keys(), key, unusable);
    }
  }

  /// A server that was shown the key has bound grants to it, and we go on with them by its id.
  private static void checkBound(ClientInstance owner, ClientKey key, Fresh found) {
    if (owner.isByKey() && !Arrays.equals(key.signer().publicKey(), found.signer().publicKey())) {
      throw new InvalidClientException(
          owner.name().value(),
          key.file().property(),
          "%s holds another key now than the one that servers know as %s, and with this client-field they have bound grants to that one. Put it back, and give the new key an id of its own, in a block under keys."
              .formatted(key.file().path(), key.keyId()));
    }
  }

  private void take(ClientKeys owner, ClientKey key, Map<ClientKey, Fresh> fresh) {
    var found = fresh.get(key);
    if (found == null) {
      return;
    }
    var quarrel = quarrel(new OwnedKey(owner.walletAddress(), found.signer()), key, fresh);
    if (quarrel.isPresent()) {
      keep(
          owner,
          key,
          new InvalidClientException(owner.client(), key.file().property(), quarrel.get()));
      return;
    }
    key.take(found);
    LOG.atInfo()
        .addKeyValue("client", owner.client())
        .addKeyValue("key", key.keyId())
        .log("the key was read anew, its file having changed");
  }

  private Optional<String> quarrel(OwnedKey mine, ClientKey key, Map<ClientKey, Fresh> fresh) {
    return clients
        .keys()
        .flatMap(
            owner ->
                owner.keys().stream()
                    .filter(other -> other != key)
                    .flatMap(
                        other -> {
                          var theirs = fresh.get(other);
                          var signer = theirs == null ? other.signer() : theirs.signer();
                          return mine.quarrel(new OwnedKey(owner.walletAddress(), signer)).stream()
                              .map(
                                  it ->
                                      "beside that of client %s this %s"
                                          .formatted(owner.client(), it));
                        }))
        .findFirst();
  }

  /// Told once, and again when it is another fault.
  private static void keep(ClientKeys owner, ClientKey key, InvalidClientException why) {
    if (key.isFaulty(String.valueOf(why.getMessage()))) {
      LOG.atError()
          .addKeyValue("client", owner.client())
          .addKeyValue("key", key.keyId())
          .addKeyValue("fault", why.getMessage())
          .log("the key's file cannot be used; the key that was read before goes on signing");
    }
  }
}
