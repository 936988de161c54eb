package dev.grantflow.gnap;

import dev.grantflow.egress.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server whose answer is read. What it says to call next must be on itself: by `continue.uri`
/// and `manage` it could else have us carry tokens and signatures to wherever it likes (RFC 9635
/// §11.34).
///
/// @param server that was called; a grant endpoint first, and then what its answers led to
/// @param further those that any server may point to beside itself
/// @param allowHttp whether browsers may be sent to plain `http`
record Issuer(Origin server, Set<Origin> further, boolean allowHttp) {

  private static final int HOST_MAX = 253;

  Issuer {
    further = Set.copyOf(further);
  }

  /// A URI of an answer that leads away from its server.
  ///
  /// @param member where it stood
  /// @param host where it leads, for people; null where that cannot be said
  record Foreign(String member, @Nullable String host) {}

  /// A URI that may be called; null where there is none.
  @Nullable URI own(@Nullable String text) {
    var uri = WireUri.parse(text);
    return uri == null || !isOwn(uri) ? null : uri;
  }

  /// A URI that browsers may be sent to; null where there is none.
  @Nullable URI forBrowsers(@Nullable String text) {
    var uri = WireUri.parse(text);
    return uri == null || !(allowHttp || "https".equalsIgnoreCase(uri.getScheme())) ? null : uri;
  }

  /// Whatever is not our own server's, in whichever form: what we cannot read as a URI others may,
  /// to whom the token goes verbatim. Only what is missing or blank leads nowhere.
  Optional<Foreign> foreign(String member, @Nullable String text) {
    return text == null || text.isBlank() || own(text) != null
        ? Optional.empty()
        : Optional.of(new Foreign(member, hostOf(text)));
  }

  private boolean isOwn(URI uri) {
    return Origin.of(uri)
        .filter(origin -> origin.equals(server) || further.contains(origin))
        .isPresent();
  }

  private static @Nullable String hostOf(String text) {
    try {
      var host = new URI(text).getHost();
      return host == null || host.length() > HOST_MAX ? null : host;
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
