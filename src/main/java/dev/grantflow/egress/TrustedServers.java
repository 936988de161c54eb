package dev.grantflow.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
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

  private TrustedServers() {}

  /// @param file certificates beside those that the JDK trusts; null means those alone
  /// @throws IllegalArgumentException naming the property where the file cannot be used
  static SSLContext context(@Nullable Path file) {
    var more = file == null ? List.<Certificate>of() : certificates(file);
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, more.isEmpty() ? null : beside(more), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK's own certificates cannot be used", e);
    }
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

  private static TrustManager[] beside(List<Certificate> more)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    List<Certificate> all = new ArrayList<>(more);
    all.addAll(ofTheJdk());
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("trusted-" + i, all.get(i));
    }
    return managers(store);
  }

  private static List<X509Certificate> ofTheJdk() throws GeneralSecurityException {
    return Arrays.stream(managers(null))
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
