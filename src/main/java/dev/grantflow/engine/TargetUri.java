package dev.grantflow.engine;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The target of a request that is to be signed, in the one spelling that no HTTP client and no
/// proxy changes on the way: the server compares it byte for byte with what it sees (RFC 9421
/// §2.2.2), and must not be led to another path than the one that was checked here.
record TargetUri(URI uri) {

  static final int CHARACTERS_MAX = 2048;

  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/-]*");

  /// What a text turned out to be.
  sealed interface Reading {

    record Read(TargetUri target) implements Reading {}

    /// @param message what is wrong with it and what would be right
    record Flawed(String message) implements Reading {}
  }

  static Reading read(String text, boolean allowHttp) {
    if (text.length() > CHARACTERS_MAX || !VISIBLE.matcher(text).matches()) {
      return new Reading.Flawed(
          "must be a URI of at most %d characters, all of them visible ASCII"
              .formatted(CHARACTERS_MAX));
    }
    try {
      var uri = new URI(text);
      var fault = fault(uri, allowHttp);
      return fault == null ? new Reading.Read(new TargetUri(uri)) : new Reading.Flawed(fault);
    } catch (URISyntaxException _) {
      return new Reading.Flawed("must be a URI (RFC 3986), for example without a backslash");
    }
  }

  private static @Nullable String fault(URI uri, boolean allowHttp) {
    var isHttp = allowHttp && "http".equals(uri.getScheme());
    if (!"https".equals(uri.getScheme()) && !isHttp) {
      return "must be absolute and begin with https://";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "must carry neither user information nor a fragment";
    }
    if (uri.getHost() == null || !uri.getHost().equals(uri.getHost().toLowerCase(Locale.ROOT))) {
      return "must name a host, in lower case, as HTTP clients send it";
    }
    if (uri.getRawAuthority().endsWith(":") || uri.getPort() == usualPort(uri)) {
      return "must not name the scheme's own port, which HTTP clients leave out";
    }
    return pathFault(uri.getRawPath());
  }

  /// What one side takes for two segments and the other for one, or for none.
  private static @Nullable String pathFault(String path) {
    if (!PLAIN_PATH.matcher(path).matches()) {
      return "must have a path without percent-encoded characters";
    }
    var segments = Arrays.asList(path.substring(Math.min(1, path.length())).split("/", -1));
    if (segments.contains("") || segments.contains(".") || segments.contains("..")) {
      return "must have a path without empty segments, \".\" and \"..\", and without a slash at its"
          + " end";
    }
    return null;
  }

  /// The segments of its path after those of the resource server; empty where it does not lie
  /// there.
  Optional<List<String>> below(URI resourceServer) {
    var root = resourceServer.getRawPath() == null ? "" : resourceServer.getRawPath();
    var prefix = root.endsWith("/") ? root : root + "/";
    return isSameServer(resourceServer) && uri.getRawPath().startsWith(prefix)
        ? Optional.of(List.of(uri.getRawPath().substring(prefix.length()).split("/", -1)))
        : Optional.empty();
  }

  private boolean isSameServer(URI other) {
    return uri.getScheme().equalsIgnoreCase(other.getScheme())
        && uri.getHost().equalsIgnoreCase(other.getHost())
        && port(uri) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? usualPort(uri) : uri.getPort();
  }

  private static int usualPort(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
  }

  Optional<String> query() {
    return Optional.ofNullable(uri.getRawQuery());
  }
}
