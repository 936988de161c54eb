package dev.grantflow.mysql;

import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.Database;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;

/// A replica's copy of the keyset, as a platform mounts it.
record Keysets(Path file) {

  private static final Pattern PRIMARY = Pattern.compile("\"primaryKeyId\"\\s*:\\s*(\\d+)");
  private static final Pattern ANY = Pattern.compile("\"keyId\"\\s*:\\s*(\\d+)");

  /// @param folder empty
  static Keysets make(Path folder) throws IOException {
    return new Keysets(SandboxKeyset.make(Files.createDirectories(folder)));
  }

  ApplicationContext start(Database database) {
    return MySql.start(
        database, Map.of(SandboxKeyset.PROPERTY, file, "grantflow.encryption.batch-size", 3));
  }

  Keysets copyTo(Path other) throws IOException {
    return new Keysets(Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING));
  }

  /// @return the new key
  long add() throws IOException {
    SandboxKeyset.run("add", file.toString());
    return ANY.matcher(Files.readString(file))
        .results()
        .mapToLong(it -> Long.parseLong(it.group(1)))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  void promote(long key) {
    SandboxKeyset.run("promote", file.toString(), Long.toString(key));
  }

  void remove(long key) {
    SandboxKeyset.run("remove", file.toString(), Long.toString(key));
  }

  long primary() throws IOException {
    var found = PRIMARY.matcher(Files.readString(file));
    if (!found.find()) {
      throw new IllegalStateException("no primary key");
    }
    return Long.parseLong(found.group(1));
  }
}
