package dev.grantflow.gnap;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// URIs that a server hands out. They are sent to browsers and called by us, so nothing but an
/// absolute `http` or `https` URI with a host and without user information, in ASCII, is one.
final class WireUri {

  private static final Pattern HTTP =
      Pattern.compile("https?://[\\x21-\\x7e]+", Pattern.CASE_INSENSITIVE);

  private WireUri() {}

  static @Nullable URI parse(@Nullable String text) {
    if (text == null || !HTTP.matcher(text).matches()) {
      return null;
    }
    try {
      var uri = new URI(text);
      return uri.getHost() == null || uri.getRawUserInfo() != null ? null : uri;
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
