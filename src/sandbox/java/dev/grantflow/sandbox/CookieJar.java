package dev.grantflow.sandbox;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What one browser keeps for one host. Cookies that want a secure connection are kept without one,
/// as Chromium does on the machine itself. Safe for use by several threads.
public final class CookieJar {

  private static final Pattern COOKIE = Pattern.compile("([^=;\\s]+)=([^;]*)(.*)");
  private static final Pattern AGE = Pattern.compile(";\\s*max-age=(-?\\d+)");

  private final Map<String, String> cookies = new LinkedHashMap<>();

  /// @throws IllegalStateException when a browser would not take what it was given
  public synchronized void keep(HttpResponse<?> response) {
    response.headers().allValues("Set-Cookie").forEach(this::keep);
  }

  private void keep(String line) {
    var cookie = COOKIE.matcher(line);
    if (!cookie.matches()) {
      throw new IllegalStateException("what is set is no cookie");
    }
    var name = cookie.group(1);
    var attributes = cookie.group(3).toLowerCase(Locale.ROOT) + ";";
    if (name.startsWith("__Host-")
        && !(attributes.contains("; secure;")
            && attributes.contains("; path=/;")
            && !attributes.contains("; domain="))) {
      throw new IllegalStateException("no browser takes the cookie " + name);
    }
    var age = AGE.matcher(attributes);
    if (age.find() && Long.parseLong(age.group(1)) <= 0) {
      cookies.remove(name);
    } else {
      cookies.put(name, cookie.group(2));
    }
  }

  /// Adds what is kept.
  public synchronized HttpRequest.Builder show(HttpRequest.Builder request) {
    return cookies.isEmpty()
        ? request
        : request.header(
            "Cookie",
            cookies.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining("; ")));
  }

  /// Oldest first.
  public synchronized Map<String, String> cookies() {
    return new LinkedHashMap<>(cookies);
  }
}
