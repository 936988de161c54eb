package dev.grantflow.client;

import dev.grantflow.client.ClientSettings.KeyBlock;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.settings.ShownUri;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the keys of a client instance of its settings, or says what is wrong with them.
final class KeyReader {

  /// No block can have this name.
  private static final String OWN = "";

  private KeyReader() {}

  /// Each of which says by [InvalidClientException] what is wrong with it, whatever the others are.
  static Stream<Runnable> parts(ClientSettings settings) {
    return blocks(settings).flatMap(block -> parts(settings.name(), block));
  }

  private static Stream<Runnable> parts(String client, KeyBlock block) {
    return Stream.concat(
        Stream.<Runnable>of(
            () -> keyId(client, block), () -> keyFile(client, block), () -> key(client, block)),
        entries(block).<Runnable>map(entry -> () -> server(client, block, entry)));
  }

  /// @throws InvalidClientException naming client, property, fault and remedy
  static ClientKeys read(ClientSettings settings, URI walletAddress) {
    var client = settings.name();
    return new ClientKeys(
        client, walletAddress, blocks(settings).map(block -> key(client, block)).toList());
  }

  /// The one that has no block of its own is first.
  private static Stream<KeyBlock> blocks(ClientSettings settings) {
    var own = new KeyBlock(OWN, settings.keyId(), settings.keyFile(), null, null);
    var hasOwn = own.keyId() != null || own.keyFile() != null || settings.keys().isEmpty();
    return Stream.concat(
        hasOwn ? Stream.of(own) : Stream.empty(),
        settings.keys().stream().sorted(Comparator.comparing(KeyBlock::alias)));
  }

  private static ClientKey key(String client, KeyBlock block) {
    return new ClientKey(
        keyId(client, block),
        Objects.requireNonNullElse(block.activeFrom(), Instant.MIN),
        entries(block).map(entry -> server(client, block, entry)).toList(),
        new KeyFile(client, property(block, "key-file"), keyFile(client, block)));
  }

  private static String keyId(String client, KeyBlock block) {
    var property = property(block, "key-id");
    var keyId = needed(client, property, block.keyId());
    if (!SigningKey.isKeyId(keyId)) {
      throw new InvalidClientException(
          client,
          property,
          "it must be 1 to 200 printable ASCII characters without space, quote and backslash, as"
              + " the kid in the wallet address's jwks.json");
    }
    return keyId;
  }

  private static Path keyFile(String client, KeyBlock block) {
    return needed(client, property(block, "key-file"), block.keyFile());
  }

  private static Stream<String> entries(KeyBlock block) {
    return Objects.requireNonNullElse(block.servers(), List.<String>of()).stream()
        .map(String::strip);
  }

  private static ReturnUri server(String client, KeyBlock block, String entry) {
    try {
      return ReturnUri.parse(entry);
    } catch (IllegalArgumentException _) {
      throw new InvalidClientException(
          client,
          property(block, "servers"),
          "%s is not an absolute http or https URI without user information, query and fragment,"
                  .formatted(ShownUri.of(entry))
              + " such as https://auth.wallet.example");
    }
  }

  private static String property(KeyBlock block, String name) {
    return block.alias().equals(OWN) ? name : "keys.%s.%s".formatted(block.alias(), name);
  }

  private static <T> T needed(String client, String property, @Nullable T value) {
    if (value == null) {
      throw InvalidClientException.missing(client, property);
    }
    return value;
  }
}
