package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The file with the keyset. It is read for the first time before anything looks for the database,
/// so that a mistake in it is told first.
@Context
@Order(KeysetFile.EARLY)
public final class KeysetFile {

  static final int EARLY = Ordered.HIGHEST_PRECEDENCE + 100;

  private static final String REMEDY =
      "; make one by: java -jar grantflow.jar keyset create keyset.json, see docs/operations.md";

  private static final long BYTES_MAX = 1024 * 1024;

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
      // A pipe or a device would hold the start up.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw wrong(file, "is not a file");
      }
      if (Files.size(file) > BYTES_MAX) {
        throw wrong(file, "is too long for a keyset");
      }
      return Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException _) {
      throw wrong(file, "does not exist");
    } catch (AccessDeniedException _) {
      throw wrong(file, "may not be read by this process");
    } catch (IOException unreadable) {
      throw wrong(file, "cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
    }
  }

  static InvalidKeysetException wrong(Path file, String fault) {
    return new InvalidKeysetException("%s %s%s".formatted(file, fault, REMEDY));
  }
}
