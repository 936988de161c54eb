package dev.grantflow.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/// A client instance's key, made anew at each start.
///
/// @param keyId its `kid`
/// @param publicKey the 32 bytes of RFC 8032
/// @param file the private key as PKCS#8 PEM
public record SandboxKey(String keyId, byte[] publicKey, Path file) {

  private static final int RAW_BYTES = 32;

  /// @param folder where the key file goes; it is deleted when the JVM ends
  public static SandboxKey make(String keyId, Path folder) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      Path file = folder.resolve(keyId + ".pem");
      Files.writeString(file, pem(pair.getPrivate().getEncoded()));
      file.toFile().deleteOnExit();
      return new SandboxKey(
          keyId, Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length), file);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
