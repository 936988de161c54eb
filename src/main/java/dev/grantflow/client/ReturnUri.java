package dev.grantflow.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/// An entry of a client's allow-list: admits the URIs of the same scheme, host and port whose path
/// is the entry's or lies below it. `https://shop.example/return` admits `/return`, `/return/7` and
/// `/return?x=1`, but not `/returned`. There are no wildcards.
record ReturnUri(String scheme, String host, int port, String path) {

  private static final String WANTED =
      "an absolute http or https URI without wildcards, user information, query, fragment and dot"
          + " segments is needed, such as https://shop.example/return";
  private static final List<String> SCHEMES = List.of("https", "http");

  /// @throws IllegalArgumentException when the entry is not an absolute http or https URI without
  ///   user information, query, fragment and dot segments
  static ReturnUri parse(String entry) {
    try {
      var uri = new URI(entry);
      if (isPlain(uri) && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return of(uri);
      }
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException(WANTED);
    }
    throw new IllegalArgumentException(WANTED);
  }

  boolean admits(URI uri) {
    if (!isPlain(uri)) {
      return false;
    }
    var other = of(uri);
    return scheme.equals(other.scheme)
        && host.equals(other.host)
        && port == other.port
        && admitsPath(other.path);
  }

  /// Whether there is a URI that both admit.
  boolean overlaps(ReturnUri other) {
    return scheme.equals(other.scheme)
        && host.equals(other.host)
        && port == other.port
        && (admitsPath(other.path) || other.admitsPath(path));
  }

  private boolean admitsPath(String other) {
    var below = path.endsWith("/") ? path : path + "/";
    return other.equals(path) || other.startsWith(below);
  }

  private static ReturnUri of(URI uri) {
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new ReturnUri(scheme, uri.getHost().toLowerCase(Locale.ROOT), port, path);
  }

  /// A path that leaves itself by dot segments, plain or encoded, or by backslashes is read
  /// differently by different browsers, and so is not plain.
  private static boolean isPlain(URI uri) {
    return uri.getScheme() != null
        && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && !uri.getPath().contains("\\")
        && List.of(uri.getPath().split("/", -1)).stream()
            .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
  }
}
