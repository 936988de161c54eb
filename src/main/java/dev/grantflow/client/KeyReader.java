package dev.grantflow.client;

import dev.grantflow.client.ClientSettings.KeyBlock;
import dev.grantflow.gnap.signature.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the keys of a client instance of its settings, or says what is wrong with them.
final class KeyReader {

  private KeyReader() {}

  /// @throws InvalidClientException naming client, property, fault and remedy
  static ClientKeys read(ClientSettings settings) {
    var client = settings.name();
    var keys = new ArrayList<ClientKey>();
    var keyId = settings.keyId();
    var keyFile = settings.keyFile();
    if (keyId != null || keyFile != null || settings.keys().isEmpty()) {
      keys.add(
          key(
              client,
              "",
              needed(client, "key-id", keyId),
              needed(client, "key-file", keyFile),
              Instant.MIN,
              List.of()));
    }
    settings.keys().stream()
        .sorted(Comparator.comparing(KeyBlock::alias))
        .map(block -> key(client, block))
        .forEach(keys::add);
    return new ClientKeys(client, settings.walletAddress(), keys);
  }

  private static ClientKey key(String client, KeyBlock block) {
    var below = "keys." + block.alias() + ".";
    var servers = Objects.requireNonNullElse(block.servers(), List.<String>of());
    return key(
        client,
        below,
        needed(client, below + "key-id", block.keyId()),
        needed(client, below + "key-file", block.keyFile()),
        Objects.requireNonNullElse(block.activeFrom(), Instant.MIN),
        servers.stream().map(entry -> server(client, below + "servers", entry.strip())).toList());
  }

  private static ClientKey key(
      String client,
      String below,
      String keyId,
      Path file,
      Instant activeFrom,
      List<ReturnUri> servers) {
    if (!SigningKey.isKeyId(keyId)) {
      throw new InvalidClientException(
          client,
          below + "key-id",
          "it must be 1 to 200 printable ASCII characters without space, quote and backslash, as"
              + " the kid in the wallet address's jwks.json");
    }
    return new ClientKey(keyId, activeFrom, servers, new KeyFile(client, below + "key-file", file));
  }

  private static ReturnUri server(String client, String property, String entry) {
    try {
      return ReturnUri.parse(entry);
    } catch (IllegalArgumentException _) {
      throw new InvalidClientException(
          client,
          property,
          "%s is not an absolute http or https URI without user information, query and fragment,"
                  .formatted(entry)
              + " such as https://auth.wallet.example");
    }
  }

  private static <T> T needed(String client, String property, @Nullable T value) {
    if (value == null) {
      throw new InvalidClientException(
          "grantflow.clients.%s.%s is not set, and there is no default for it"
              .formatted(client, property));
    }
    return value;
  }
}
