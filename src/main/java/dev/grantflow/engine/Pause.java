package dev.grantflow.engine;

import java.net.URI;
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

  private static final Pattern HOST =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\\[[0-9a-f:.]{2,45}])(?::[0-9]{1,5})?");

  /// What is paused.
  public enum Kind {
    CLIENT,
    SERVER
  }

  /// An authorization server's host, with its port if that is not 443; all its grant endpoints are
  /// paused together.
  static String host(URI server) {
    return plain(String.valueOf(server.getRawAuthority()));
  }

  /// @return empty when it is no host
  static Optional<String> host(String text) {
    return Optional.of(plain(text)).filter(it -> HOST.matcher(it).matches());
  }

  private static String plain(String authority) {
    return authority.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
  }
}
