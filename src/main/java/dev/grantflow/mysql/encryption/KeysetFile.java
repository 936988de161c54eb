package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.grantflow.file.ConfiguredFile;
import dev.grantflow.file.UnreadableFileException;
import dev.grantflow.settings.CheckedAtStart;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import java.nio.file.Path;

/// The file with the keyset. It is read for the first time before anything looks for the database,
/// so that a mistake in it is told first.
@Context
@CheckedAtStart
@Order(KeysetFile.EARLY)
public final class KeysetFile {

  static final int EARLY = Ordered.HIGHEST_PRECEDENCE + 100;

  private static final String REMEDY =
      "; make one by: java -jar grantflow.jar keyset create keyset.json, see docs/operations.md";

  private static final int BYTES_MAX = 1024 * 1024;

  private final Path file;
  private final Keyset first;

  /// @throws InvalidKeysetException saying file, fault and remedy
  KeysetFile(EncryptionSettings settings) {
    this.file = settings.keysetFile();
    this.first = read();
  }

  /// As it was at the start.
  public Keyset first() {
    return first;
  }

  /// As it is now.
  ///
  /// @throws InvalidKeysetException saying file, fault and remedy
  public Keyset read() {
    return Keyset.read(file);
  }

  /// @throws InvalidKeysetException where it cannot be read
  static String text(Path file) {
    try {
      return new String(ConfiguredFile.read(file, BYTES_MAX), ISO_8859_1);
    } catch (UnreadableFileException unreadable) {
      throw wrong(file, unreadable.fault());
    }
  }

  static InvalidKeysetException wrong(Path file, String fault) {
    return new InvalidKeysetException(
        "%s %s%s".formatted(ConfiguredFile.told(file), fault, REMEDY));
  }
}
