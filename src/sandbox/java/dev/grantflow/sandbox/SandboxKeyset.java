package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.mysql.encryption.KeysetCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Keysets for what the database holds, made at run time as an operator makes one.
public final class SandboxKeyset {

  /// The service's property that names the file, and its environment variable.
  public static final String PROPERTY = "grantflow.encryption.keyset-file";

  public static final String VARIABLE = "GRANTFLOW_ENCRYPTION_KEYSET_FILE";

  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);

  private SandboxKeyset() {}

  /// One for all databases of this JVM, so that all that start on one of them share it.
  public static Path shared() {
    return Shared.FILE;
  }

  /// @param folder where it goes; the file is deleted when the JVM ends
  public static Path make(Path folder) {
    var file = folder.resolve("keyset.json");
    run("create", file.toString());
    file.toFile().deleteOnExit();
    return file;
  }

  /// Does what an operator would by `java -jar grantflow.jar keyset`.
  ///
  /// @throws IllegalStateException where that fails
  public static void run(String... arguments) {
    var status = KeysetCommand.run(List.of(arguments), SILENT);
    if (status != 0) {
      throw new IllegalStateException("keyset %s: status %d".formatted(arguments[0], status));
    }
  }

  private static final class Shared {

    private static final Path FILE = make(folder());

    private static Path folder() {
      try {
        var folder = Files.createTempDirectory("grantflow-keyset");
        folder.toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
