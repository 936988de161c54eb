package dev.grantflow.client;

import dev.grantflow.file.ConfiguredFile;
import dev.grantflow.file.UnreadableFileException;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a private key is read from.
///
/// @param client whose it is
/// @param property that names the file, below the client's
record KeyFile(String client, String property, Path path) {

  private static final int BYTES_MAX = 16 * 1024;

  /// What changes when another file, or other content, is put in its place: behind the symbolic
  /// links, of which Kubernetes swaps one, or in the file itself.
  record Stamp(Path target, FileTime modified, long size, @Nullable Object inode) {}

  /// Empty where there is no such file, or it cannot be looked at.
  Optional<Stamp> stamp() {
    try {
      var target = path.toRealPath();
      var found = Files.readAttributes(target, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(target, found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// The content is held in one array, which is zeroed. Whatever its bytes are: a byte order mark
  /// does no harm, and a binary file is told as such.
  ///
  /// @throws InvalidClientException naming client, property, fault and remedy
  SigningKey read(String keyId) {
    try {
      return SigningKey.fromPkcs8Pem(keyId, ConfiguredFile.read(path, BYTES_MAX));
    } catch (UnreadableFileException unreadable) {
      throw wrong(unreadable.fault());
    } catch (InvalidSigningKeyException invalid) {
      throw wrong("is of no use: " + invalid.getMessage());
    }
  }

  private InvalidClientException wrong(String fault) {
    return new InvalidClientException(
        client,
        property,
        "%s %s. An unencrypted Ed25519 private key as PKCS#8 PEM is needed, as Open Payments wallets"
                .formatted(ConfiguredFile.told(path), fault)
            + " hand it out.");
  }
}
