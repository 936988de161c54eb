package dev.grantflow.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/// How a URI is told to people and logs: without user information, query and fragment, in which
/// somebody may have put what gives access.
public final class ShownUri {

  private static final Pattern REST = Pattern.compile("[?#]");

  private ShownUri() {}

  /// Of what was meant for a URI, and is perhaps none.
  public static String of(String text) {
    try {
      return of(new URI(text));
    } catch (URISyntaxException _) {
      return ofNone(text);
    }
  }

  /// What stands behind the last `@` and before a query or a fragment; nothing where it cannot be
  /// told which is which.
  private static String ofNone(String text) {
    var begin = text.lastIndexOf('@') + 1;
    var server = REST.split(text, 2)[0];
    return begin > server.length()
        ? "…"
        : (begin > 0 ? "…" : "")
            + server.substring(begin)
            + (server.length() < text.length() ? "…" : "");
  }

  /// What has no path, such as `mailto:`, is told by its scheme alone.
  public static String of(URI uri) {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme() + ":";
    if (uri.isOpaque()) {
      return scheme + "…";
    }
    var authority = uri.getRawAuthority();
    var server =
        authority == null ? "" : "//" + authority.substring(authority.lastIndexOf('@') + 1);
    return scheme + server + uri.getRawPath();
  }
}
