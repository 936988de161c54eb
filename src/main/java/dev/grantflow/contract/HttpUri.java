package dev.grantflow.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// What is asked of a URI that somebody will be sent to, or that we will call.
final class HttpUri {

  private static final int PORT_MAX = 65_535;

  private HttpUri() {}

  /// Completes "… must be an absolute http or https URI" by what is wrong; empty when nothing is.
  static Optional<String> fault(String text) {
    try {
      return fault(new URI(text));
    } catch (URISyntaxException _) {
      return Optional.of("is not a URI; give an absolute one such as https://wallet.example/alice");
    }
  }

  private static Optional<String> fault(URI uri) {
    var scheme = uri.getScheme();
    if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
      return Optional.of("does not begin with https:// or http://; give the whole URI");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("has a user name in it; remove everything up to the @");
    }
    if (uri.getHost() == null || uri.getPort() > PORT_MAX) {
      return Optional.of("has no valid host and port; give one such as wallet.example");
    }
    if (uri.getRawFragment() != null) {
      return Optional.of("has a fragment; remove the # and what follows");
    }
    return Optional.empty();
  }
}
