package dev.grantflow.gnap.signature;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a signature speaks of: RFC 9635 §7.3.1 wants method and target covered, and authorization
/// and content where there are any.
///
/// @param authorization the value of the header, for example `GNAP …`
public record UnsignedRequest(
    String method, URI target, @Nullable String authorization, @Nullable Content content) {

  /// The target URI (RFC 9421 §2.2.2) byte for byte as it is requested: raw, with `/` where there
  /// is no path, and without a fragment, which is never sent.
  String targetUri() {
    String path = target.getRawPath();
    String query = target.getRawQuery();
    return target.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + target.getRawAuthority()
        + (path == null || path.isEmpty() ? "/" : path)
        + (query == null ? "" : "?" + query);
  }

  /// Neither the token nor the query.
  @Override
  public String toString() {
    return method + " " + target.getScheme() + "://" + target.getHost() + target.getRawPath();
  }
}
