package dev.grantflow.sandbox.authserver;

import java.net.URI;
import java.util.Optional;

/// The URIs that grant requests go to: the common one, whose path holds an id as the reference
/// server's does, and below it one for each wallet address that is awkward or whose name has a dot.
final class GrantEndpoints {
  private static final String COMMON_PATH = "/gnap/438fa74a-fa7d-4317-9ced-dde32ece1787";

  private final URI base;

  GrantEndpoints(URI base) {
    this.base = base;
  }

  URI common() {
    return base.resolve(COMMON_PATH);
  }

  /// What the wallet address document names.
  URI announced(String walletName, Behaviour behaviour) {
    if (!hasItsOwn(walletName, behaviour)) {
      return common();
    }
    String slash = behaviour.is(Quirk.SLASH_IN_DOCUMENT) ? "/" : "";
    return base.resolve(COMMON_PATH + "/" + walletName + slash);
  }

  /// What the server believes its endpoint to be when it computes the interaction hash.
  URI hashed(String path, Behaviour behaviour) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return base.resolve(behaviour.is(Quirk.SLASH_IN_HASH) ? bare + "/" : bare);
  }

  /// The wallet address name in the path of a grant request; empty at the common endpoint.
  ///
  /// @throws Refused where there is no endpoint
  static Optional<String> walletName(String path) {
    if (path.equals(COMMON_PATH)) {
      return Optional.empty();
    }
    boolean slash = path.endsWith("/");
    String bare = slash ? path.substring(0, path.length() - 1) : path;
    String name =
        bare.startsWith(COMMON_PATH + "/") ? bare.substring(COMMON_PATH.length() + 1) : "";
    boolean known =
        WalletAddresses.behaviour(name)
            .filter(behaviour -> hasItsOwn(name, behaviour))
            .filter(behaviour -> !slash || behaviour.is(Quirk.SLASH_IN_DOCUMENT))
            .isPresent();
    if (!known) {
      throw new Refused(404, "invalid_request", "not found");
    }
    return Optional.of(name);
  }

  private static boolean hasItsOwn(String walletName, Behaviour behaviour) {
    return !(behaviour instanceof Behaviour.Proper) || walletName.indexOf('.') >= 0;
  }
}
