package dev.grantflow.mysql.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM keys, of which the primary encrypts and all decrypt. Each ciphertext begins with the
/// id of its key (Tink's output prefix). Thread-safe.
public final class Keyset {

  private static final byte TINK_PREFIX = 1;
  private static final int PREFIX_BYTES = 1 + Integer.BYTES;

  private final KeysetHandle handle;
  private final Aead aead;
  private final long primary;
  private final List<Long> keys;

  private Keyset(KeysetHandle handle, Aead aead, long primary, List<Long> keys) {
    this.handle = handle;
    this.aead = aead;
    this.primary = primary;
    this.keys = keys;
  }

  /// Reads a keyset in Tink's JSON form, in clear.
  ///
  /// @throws InvalidKeysetException where it cannot be used; it repeats nothing of the content
  static Keyset read(Path file) {
    return of(file, handle(file));
  }

  /// As [#read], but as Tink holds it.
  static KeysetHandle handle(Path file) {
    var json = KeysetFile.text(file);
    register();
    KeysetHandle handle;
    try {
      handle =
          TinkJsonProtoKeysetFormat.parseKeyset(
              json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException _) {
      throw KeysetFile.wrong(file, "is no Tink keyset in JSON and in clear, or an empty one");
    }
    requireWhole(file, handle);
    return handle;
  }

  /// Tink reads each key only when it is asked for it.
  private static void requireWhole(Path file, KeysetHandle handle) {
    try {
      IntStream.range(0, handle.size()).forEach(handle::getAt);
    } catch (RuntimeException _) {
      throw KeysetFile.wrong(file, "holds a key that is damaged");
    }
  }

  private static Keyset of(Path file, KeysetHandle handle) {
    var keys = IntStream.range(0, handle.size()).mapToObj(handle::getAt).toList();
    if (!keys.stream().allMatch(Keyset::isOurs)) {
      throw KeysetFile.wrong(file, "holds a key of another type than AES256_GCM");
    }
    try {
      return new Keyset(
          handle,
          handle.getPrimitive(RegistryConfiguration.get(), Aead.class),
          id(handle.getPrimary()),
          keys.stream()
              .filter(key -> key.getStatus().equals(KeyStatus.ENABLED))
              .map(Keyset::id)
              .toList());
    } catch (GeneralSecurityException | RuntimeException _) {
      throw KeysetFile.wrong(file, "has no primary key that can be used");
    }
  }

  /// The parameters of the type include Tink's prefix, by which a ciphertext names its key.
  private static boolean isOurs(KeysetHandle.Entry entry) {
    return entry.getKey() instanceof AesGcmKey key
        && key.getParameters().equals(PredefinedAeadParameters.AES256_GCM);
  }

  static long id(KeysetHandle.Entry entry) {
    return Integer.toUnsignedLong(entry.getId());
  }

  static void register() {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Tink's own AEADs can be registered", impossible);
    }
  }

  /// @param place what the ciphertext is bound to; it decrypts with the same one only
  public byte[] encrypt(byte[] plain, Place place) {
    try {
      return aead.encrypt(plain, place.bytes());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a secret cannot be encrypted", impossible);
    }
  }

  /// What a row says of the key is held against what the ciphertext says of it, so that a damaged
  /// one is not taken for one whose key is missing here.
  ///
  /// @param named the key that the row names; null where it names none
  /// @throws UnknownKeyException where the keyset lacks its key
  /// @throws DamagedSecretException where it does not decrypt, or names another key than the row
  public byte[] decrypt(byte[] sealed, @Nullable Long named, Place place) {
    var key = keyOf(sealed);
    if (named == null || named != key) {
      throw new DamagedSecretException();
    }
    if (!keys.contains(key)) {
      throw new UnknownKeyException(key);
    }
    try {
      return aead.decrypt(sealed, place.bytes());
    } catch (GeneralSecurityException _) {
      throw new DamagedSecretException();
    }
  }

  /// Under which key something is encrypted, by its own word.
  ///
  /// @throws DamagedSecretException where it says none
  public static long keyOf(byte @Nullable [] sealed) {
    if (sealed == null || sealed.length < PREFIX_BYTES || sealed[0] != TINK_PREFIX) {
      throw new DamagedSecretException();
    }
    return Integer.toUnsignedLong(ByteBuffer.wrap(sealed).getInt(1));
  }

  /// How everything begins that is encrypted under a key.
  public static byte[] prefix(long key) {
    return ByteBuffer.allocate(PREFIX_BYTES).put(TINK_PREFIX).putInt((int) key).array();
  }

  /// Under which is encrypted.
  public long primary() {
    return primary;
  }

  /// The ids of all that can be used, the primary's included.
  public Set<Long> keys() {
    return Set.copyOf(keys);
  }

  /// The ids of those that stand before the primary one. Keys are added behind all others, so two
  /// replicas whose keysets are of different age never take the same two keys for older and newer
  /// each the other way round.
  public List<Long> older() {
    return keys.subList(0, keys.indexOf(primary));
  }

  /// Whether both hold the same keys in the same order and encrypt by the same one.
  public boolean isSameAs(Keyset other) {
    return handle.equalsKeyset(other.handle);
  }

  @Override
  public String toString() {
    return "Keyset[primary " + primary + " of " + keys + "]";
  }
}
