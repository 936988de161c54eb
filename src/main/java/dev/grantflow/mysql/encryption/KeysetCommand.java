package dev.grantflow.mysql.encryption;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
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
import java.util.function.Function;
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
      case "add" -> change(file, keyset -> KeysetHandle.newBuilder(keyset).addEntry(newKey()));
      case "promote" -> change(file, keyset -> promoted(keyset, arguments.get(2)));
      case "remove" -> change(file, keyset -> without(keyset, arguments.get(2)));
      case "list" -> new Told(read(file));
      case String _ -> throw new IllegalArgumentException(USAGE);
    };
  }

  private static Told create(Path file) throws GeneralSecurityException, IOException {
    if (Files.exists(file)) {
      throw isThere(file);
    }
    try (var draft = KeysetDraft.of(file)) {
      return write(draft, KeysetHandle.newBuilder().addEntry(newKey().makePrimary()));
    } catch (FileAlreadyExistsException _) {
      throw isThere(file);
    }
  }

  private static IOException isThere(Path file) {
    return new IOException(file + " is there already, and secrets may be encrypted by it");
  }

  private static Told change(Path file, Function<KeysetHandle, KeysetHandle.Builder> change)
      throws GeneralSecurityException, IOException {
    try (var draft = KeysetDraft.of(file)) {
      return write(draft, change.apply(read(draft.file())), REPLACING);
    }
  }

  private static KeysetHandle.Builder promoted(KeysetHandle keyset, String key) {
    var builder = KeysetHandle.newBuilder(keyset);
    builder.getAt(place(keyset, key)).makePrimary();
    return builder;
  }

  private static KeysetHandle.Builder without(KeysetHandle keyset, String key) {
    var place = place(keyset, key);
    if (keyset.getAt(place).isPrimary()) {
      throw new IllegalArgumentException("key " + key + " is the one that encrypts: it must stay");
    }
    return KeysetHandle.newBuilder(keyset).deleteAt(place);
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

  private static Told write(KeysetDraft draft, KeysetHandle.Builder builder, CopyOption... how)
      throws GeneralSecurityException, IOException {
    var keyset = builder.build();
    draft.become(
        TinkJsonProtoKeysetFormat.serializeKeyset(
            keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()),
        how);
    return new Told(keyset);
  }

  private record Told(KeysetHandle keyset) {

    int print(PrintStream out) {
      for (var i = 0; i < keyset.size(); i++) {
        var entry = keyset.getAt(i);
        out.printf("%d %s%n", Keyset.id(entry), does(entry));
      }
      return 0;
    }

    private static String does(KeysetHandle.Entry entry) {
      if (!entry.getStatus().equals(KeyStatus.ENABLED)) {
        return "is disabled and does nothing";
      }
      return entry.isPrimary() ? "encrypts and decrypts" : "decrypts";
    }
  }
}
