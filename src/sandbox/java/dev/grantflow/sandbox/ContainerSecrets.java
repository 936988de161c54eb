package dev.grantflow.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The keys and passwords of `docker-compose.yml`, in a folder for each service that needs some.
/// Those that are there stay, so that a database can be read after a restart. Everybody in a
/// container may read its files, because each image has a user of its own; nobody else has the
/// folder.
final class ContainerSecrets {

  static final String KEY_ID = "shop-key";

  /// In the sandbox's folder: the 32 bytes of RFC 8032.
  static final String PUBLIC_KEY = "shop-key";

  /// In the sandbox's folder: of the identity provider's one client.
  static final String CLIENT_SECRET = "client-secret";

  private static final int PASSWORD_BYTES = 24;

  private ContainerSecrets() {}

  static void make(Path folder) throws IOException {
    var mysql = Files.createDirectories(folder.resolve("mysql"));
    var grantflow = Files.createDirectories(folder.resolve("grantflow"));
    var sandbox = Files.createDirectories(folder.resolve("sandbox"));
    password(mysql.resolve("root-password"));
    var password = password(mysql.resolve("password"));
    once(
        grantflow.resolve("application.yml"),
        "datasources:\n  default:\n    password: \"%s\"\n".formatted(password).getBytes(UTF_8));
    keyset(grantflow.resolve("keyset.json"));
    clientKey(grantflow.resolve("clients/shop/key.pem"), sandbox.resolve(PUBLIC_KEY));
    password(sandbox.resolve(CLIENT_SECRET));
  }

  private static String password(Path file) throws IOException {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    once(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).getBytes(UTF_8));
    return Files.readString(file);
  }

  private static void keyset(Path file) throws IOException {
    if (!Files.exists(file)) {
      SandboxKeyset.run("create", file.toString());
    }
    readable(file);
  }

  /// The private half last: without it both are made anew.
  private static void clientKey(Path privateKey, Path publicKey) throws IOException {
    if (Files.exists(privateKey)) {
      return;
    }
    var key = SandboxKey.make(KEY_ID, Files.createTempDirectory("client-key"));
    Files.deleteIfExists(publicKey);
    once(publicKey, key.publicKey());
    Files.createDirectories(privateKey.getParent());
    once(privateKey, Files.readAllBytes(key.file()));
  }

  /// Whole or not at all, should the container be stopped meanwhile.
  private static void once(Path file, byte[] content) throws IOException {
    if (!Files.exists(file)) {
      var draft = file.resolveSibling(file.getFileName() + ".draft");
      Files.write(draft, content);
      readable(draft);
      Files.move(draft, file, ATOMIC_MOVE);
    }
  }

  private static void readable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
  }
}
