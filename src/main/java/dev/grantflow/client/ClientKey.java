package dev.grantflow.client;

import dev.grantflow.client.KeyFile.Stamp;
import dev.grantflow.gnap.signature.Signer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One key of a client instance: from when on it signs, and for whom. What it signs by may be
/// replaced when its file is; there is one at any time. Thread-safe.
public final class ClientKey {

  private final String keyId;
  private final Instant activeFrom;
  private final List<ReturnUri> servers;
  private final KeyFile file;
  private volatile Signer signer;
  private volatile @Nullable Stamp stamp;
  private volatile @Nullable String fault;

  /// @param activeFrom [Instant#MIN] for at once
  /// @param servers for which alone it signs; none means any that no other key is for
  /// @throws InvalidClientException when the file holds no key
  ClientKey(String keyId, Instant activeFrom, List<ReturnUri> servers, KeyFile file) {
    this.keyId = keyId;
    this.activeFrom = activeFrom;
    this.servers = List.copyOf(servers);
    this.file = file;
    this.stamp = file.stamp().orElse(null);
    this.signer = file.read(keyId);
  }

  public String keyId() {
    return keyId;
  }

  /// As of its file's last usable content.
  Signer signer() {
    return signer;
  }

  KeyFile file() {
    return file;
  }

  Instant activeFrom() {
    return activeFrom;
  }

  boolean isActive(Instant now) {
    return !now.isBefore(activeFrom);
  }

  boolean isForSomeServers() {
    return !servers.isEmpty();
  }

  boolean isFor(URI server) {
    return servers.stream().anyMatch(it -> it.admits(server));
  }

  /// Whether one of the two takes the other's place.
  boolean servesAs(ClientKey other) {
    return Set.copyOf(servers).equals(Set.copyOf(other.servers));
  }

  /// Whether there is a server for which both would sign with equal right.
  boolean meets(ClientKey other) {
    return servers.isEmpty()
        ? other.servers.isEmpty()
        : servers.stream().anyMatch(mine -> other.servers.stream().anyMatch(mine::overlaps));
  }

  /// Whether its file cannot be used as it is now.
  public boolean isFileFaulty() {
    return fault != null;
  }

  /// The file's content, where that may have changed since it was taken over.
  ///
  /// @throws InvalidClientException when the file holds no key any more
  Optional<Fresh> look() {
    var found = file.stamp();
    return found.isPresent() && found.get().equals(stamp)
        ? Optional.empty()
        : Optional.of(new Fresh(found.orElse(null), file.read(keyId)));
  }

  /// What was found in the file.
  record Fresh(@Nullable Stamp stamp, Signer signer) {}

  void take(Fresh fresh) {
    signer = fresh.signer();
    stamp = fresh.stamp();
    fault = null;
  }

  /// The file is as it was taken over.
  void isWell() {
    fault = null;
  }

  /// @return whether that is news
  boolean isFaulty(String why) {
    var isNews = !why.equals(fault);
    fault = why;
    return isNews;
  }

  @Override
  public String toString() {
    return "ClientKey[" + keyId + "]";
  }
}
