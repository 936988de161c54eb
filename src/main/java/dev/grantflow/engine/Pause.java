package dev.grantflow.engine;

import dev.grantflow.egress.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An operator's word that nothing new is to be sent for a client instance, or to an authorization
/// server. What is undone at a server is undone all the same, and deadlines go on.
///
/// @param name of the client instance, or as [#host] has it
/// @param by who paused it
/// @param reason as they gave it
public record Pause(Kind kind, String name, Instant since, String by, @Nullable String reason) {

  /// The column's.
  public static final int REASON_MAX = 500;

  /// The column's.
  private static final int NAME_MAX = 255;

  private static final Pattern HOST =
      Pattern.compile("(?:[a-z0-9][a-z0-9.-]*|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

  /// What is paused.
  public enum Kind {
    CLIENT,
    SERVER
  }

  /// An authorization server's host, with its port if that is not the usual one, in the one
  /// spelling that all have which calls take for the same; all its grant endpoints are paused
  /// together.
  static String host(URI server) {
    return Origin.of(server)
        .map(it -> it.port() == 443 ? it.host() : it.toString())
        .orElseGet(() -> String.valueOf(server.getRawAuthority()).toLowerCase(Locale.ROOT));
  }

  /// @param text in any such spelling
  /// @return empty when it is no host
  static Optional<String> host(String text) {
    return server(text)
        .map(Pause::host)
        .filter(it -> it.length() <= NAME_MAX && HOST.matcher(it).matches());
  }

  /// Nothing but the authority.
  private static Optional<URI> server(String text) {
    try {
      var uri = new URI("https://" + text);
      return Optional.of(uri)
          .filter(it -> it.getRawUserInfo() == null && text.equals(it.getRawAuthority()));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
