package dev.grantflow.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed.
final class TrustedServers {

  private static final String REMEDY =
      "grantflow.egress.trust-file: %s is no readable PEM file of X.509 certificates";

  private static final String JDK = "the JDK's own certificates cannot be used";

  private TrustedServers() {}

  /// @param file certificates beside those that the JDK trusts; null means those alone
  /// @throws IllegalArgumentException naming the property where the file cannot be used
  static SSLContext context(@Nullable Path file) {
    var issuers = file == null ? null : store(issuers(file));
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(issuers), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(JDK, e);
    }
  }

  /// All whose certificates are believed.
  static List<Certificate> issuers(@Nullable Path file) {
    List<Certificate> all = new ArrayList<>(file == null ? List.of() : certificates(file));
    try {
      for (var manager : managers(null)) {
        if (manager instanceof X509TrustManager ofTheJdk) {
          all.addAll(List.of(ofTheJdk.getAcceptedIssuers()));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(JDK, e);
    }
    return all;
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static List<Certificate> certificates(Path file) {
    List<Certificate> certificates;
    try {
      certificates = List.copyOf(read(file));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(REMEDY.formatted(file), e);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(REMEDY.formatted(file));
    }
    return certificates;
  }

  private static KeyStore store(List<Certificate> issuers) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < issuers.size(); i++) {
        store.setCertificateEntry("trusted-" + i, issuers.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(JDK, e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
