package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;

/// What operators make and rotate keysets with; it needs neither a database nor a network. It
/// prints ids and never a key; files are written whole or not at all, for their owner alone.
public final class KeysetCommand {

  /// The word behind the jar's name.
  public static final String WORD = "keyset";

  private static final String USAGE =
      """
      keyset create FILE       makes a keyset of one key
      keyset add FILE          adds a key, which only decrypts yet
      keyset promote FILE KEY  makes a key the one that encrypts
      keyset remove FILE KEY   removes a key that no longer encrypts
      keyset list FILE         tells the ids of its keys
      """;

  private static final CopyOption[] REPLACING = {ATOMIC_MOVE, REPLACE_EXISTING};

  private KeysetCommand() {}

  /// @return 0; 1 where the file stands in the way; 2 where the arguments are of no use
  public static int run(List<String> arguments, PrintStream out) {
    try {
      return run(arguments).print(out);
    } catch (IllegalArgumentException mistake) {
      out.println(mistake.getMessage());
      return 2;
    } catch (InvalidKeysetException | GeneralSecurityException | IOException fault) {
      out.println("nothing was changed: " + fault.getMessage());
      return 1;
    }
  }

  private static Told run(List<String> arguments) throws GeneralSecurityException, IOException {
    var words = arguments.size();
    var verb = words == 2 || words == 3 ? arguments.getFirst() : "";
    if ((verb.equals("promote") || verb.equals("remove")) != (words == 3)) {
      throw new IllegalArgumentException(USAGE);
    }
    var file = Path.of(words < 2 ? "" : arguments.get(1)).toAbsolutePath();
    return switch (verb) {
      case "create" -> create(file);
      case "add" -> write(file, KeysetHandle.newBuilder(read(file)).addEntry(newKey()), REPLACING);
      case "promote" -> promote(file, arguments.get(2));
      case "remove" -> remove(file, arguments.get(2));
      case "list" -> new Told(read(file));
      case String _ -> throw new IllegalArgumentException(USAGE);
    };
  }

  private static Told create(Path file) throws GeneralSecurityException, IOException {
    if (Files.exists(file)) {
      throw isThere(file);
    }
    try {
      return write(file, KeysetHandle.newBuilder().addEntry(newKey().makePrimary()));
    } catch (FileAlreadyExistsException _) {
      throw isThere(file);
    }
  }

  private static IOException isThere(Path file) {
    return new IOException(file + " is there already, and secrets may be encrypted by it");
  }

  private static Told promote(Path file, String key) throws GeneralSecurityException, IOException {
    var keyset = read(file);
    var builder = KeysetHandle.newBuilder(keyset);
    builder.getAt(place(keyset, key)).makePrimary();
    return write(file, builder, REPLACING);
  }

  private static Told remove(Path file, String key) throws GeneralSecurityException, IOException {
    var keyset = read(file);
    var place = place(keyset, key);
    if (keyset.getAt(place).isPrimary()) {
      throw new IllegalArgumentException("key " + key + " is the one that encrypts: it must stay");
    }
    return write(file, KeysetHandle.newBuilder(keyset).deleteAt(place), REPLACING);
  }

  private static KeysetHandle.Builder.Entry newKey() {
    Keyset.register();
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withRandomId();
  }

  private static KeysetHandle read(Path file) {
    return Keyset.handle(file);
  }

  private static int place(KeysetHandle keyset, String key) {
    return IntStream.range(0, keyset.size())
        .filter(i -> key.equals(Long.toString(Keyset.id(keyset.getAt(i)))))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the keyset holds no key " + key));
  }

  /// @param how the file takes its place; without `REPLACE_EXISTING` none that is there is replaced
  private static Told write(Path file, KeysetHandle.Builder builder, CopyOption... how)
      throws GeneralSecurityException, IOException {
    var keyset = builder.build();
    var json =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    // A temporary file is its owner's alone where the file system knows owners.
    var draft = Files.createTempFile(file.getParent(), ".keyset", ".json");
    try {
      // On the disk before it takes the place of the only copy.
      Files.writeString(draft, json, UTF_8, WRITE, SYNC);
      Files.move(draft, file, how);
    } finally {
      Files.deleteIfExists(draft);
    }
    return new Told(keyset);
  }

  private record Told(KeysetHandle keyset) {

    int print(PrintStream out) {
      for (var i = 0; i < keyset.size(); i++) {
        var entry = keyset.getAt(i);
        out.printf(
            "%d %s%n", Keyset.id(entry), entry.isPrimary() ? "encrypts and decrypts" : "decrypts");
      }
      return 0;
    }
  }
}
