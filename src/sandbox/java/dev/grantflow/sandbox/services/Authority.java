package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A certificate authority that lives as long as a test, made by the JDK's own tool. For one thread
/// at a time.
public final class Authority {

  /// Of every key store here.
  public static final String PASSWORD = "changeit";

  private static final String KEY = "key";

  private final Path folder;
  private final String name;

  private Authority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// @param folder for this authority alone
  /// @param name for people
  public static Authority make(Path folder, String name) throws IOException {
    Authority authority = new Authority(folder, name);
    authority.makeKey("ca", "CN=" + name, "-ext", "bc:c", "-ext", "KeyUsage=keyCertSign,cRLSign");
    authority.keytool(
        "ca", "-exportcert", "-alias", KEY, "-rfc", "-file", authority.pem().toString());
    authority.writeTrustStore();
    return authority;
  }

  /// The authority's own certificate as PEM.
  public Path pem() {
    return folder.resolve("ca.pem");
  }

  /// The same as a PKCS12 trust store with [#PASSWORD].
  public Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /// For a server of that name, from now on and for two days.
  ///
  /// @param more further arguments of `keytool -gencert`, which may change that
  public ServerCertificate issue(String host, String... more) throws IOException {
    Path request = folder.resolve(host + ".csr");
    Path certificate = folder.resolve(host + ".pem");
    makeKey(host, "CN=" + host);
    keytool(host, "-certreq", "-alias", KEY, "-file", request.toString());
    List<String> issue =
        new ArrayList<>(
            List.of("-gencert", "-alias", KEY, "-rfc", "-ext", "san=dns:" + host, "-validity"));
    issue.addAll(List.of("2", "-infile", request.toString(), "-outfile", certificate.toString()));
    issue.addAll(List.of(more));
    keytool("ca", issue.toArray(String[]::new));
    Path key = folder.resolve(host + "-key.pem");
    Files.writeString(key, privateKey(host));
    Path chain = folder.resolve(host + "-chain.pem");
    Files.writeString(chain, Files.readString(certificate) + Files.readString(pem()));
    return new ServerCertificate(key, chain);
  }

  private void makeKey(String store, String subject, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", KEY, "-keyalg", "RSA", "-keysize"));
    arguments.addAll(List.of("2048", "-validity", "2", "-dname", subject));
    arguments.addAll(List.of(more));
    keytool(store, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("-keystore", store(store).toString(), "-storepass", PASSWORD));
    try {
      Command.Result result = Command.run(command, Map.of(), _ -> {});
      if (result.status() != 0) {
        throw new IOException("keytool of %s: %s".formatted(name, result.output()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Path store(String store) {
    return folder.resolve(store + ".p12");
  }

  private String privateKey(String store) throws IOException {
    try (InputStream in = Files.newInputStream(store(store))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      byte[] key = keys.getKey(KEY, PASSWORD.toCharArray()).getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void writeTrustStore() throws IOException {
    try (InputStream in = Files.newInputStream(pem());
        OutputStream out = Files.newOutputStream(trustStore())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", certificate);
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// What a server shows.
  ///
  /// @param key its private key, PKCS#8 PEM without a password
  /// @param chain its certificate and that of its authority, PEM
  public record ServerCertificate(Path key, Path chain) {

    /// Both in one file, as Kafka reads them.
    Path inOne() throws IOException {
      Path file = key.resolveSibling(key.getFileName() + "-and-chain.pem");
      Files.writeString(file, Files.readString(key) + Files.readString(chain));
      return file;
    }
  }

  @Override
  public String toString() {
    return "Authority[" + name + "]";
  }
}
