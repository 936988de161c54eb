package dev.grantflow.egress;

import java.net.URI;

/// How a URI is told to people and logs: without user information, query and fragment, in which
/// somebody may have put what gives access.
public final class ShownUri {

  private ShownUri() {}

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
