package dev.grantflow.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which version of a grant the caller has, and how long it would wait for another.
///
/// @param tags of `If-None-Match` (RFC 9110 §13.1.2), as they stand there
/// @param version of the query; null when it says none
/// @param patience of `Prefer` (RFC 7240 §4.3); null when the caller wants the answer at once
record Known(List<String> tags, @Nullable Long version, @Nullable Duration patience) {

  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");
  private static final Pattern WAIT =
      Pattern.compile("(?i)wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?:;.*)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  Known {
    tags = List.copyOf(tags);
  }

  /// @param waitMax the most that is granted
  static Known of(HttpRequest<?> request, Duration waitMax) {
    var seconds =
        split(request, "Prefer")
            .map(WAIT::matcher)
            .filter(preference -> preference.matches())
            .map(preference -> Duration.ofSeconds(Long.parseLong(preference.group(1))))
            .findFirst();
    var version = request.getParameters().get("version");
    return new Known(
        split(request, HttpHeaders.IF_NONE_MATCH).toList(),
        version == null ? null : Long.valueOf(version),
        seconds.map(wait -> wait.compareTo(waitMax) < 0 ? wait : waitMax).orElse(null));
  }

  static boolean isReadable(HttpRequest<?> request) {
    var version = request.getParameters().get("version");
    return version == null || NUMBER.matcher(version).matches();
  }

  static String tag(long version) {
    return "\"" + version + "\"";
  }

  /// Whether the caller has this version and asked not to be sent it again.
  boolean isUnmodified(long present) {
    return tags.stream().anyMatch(tag -> tag.equals("*") || opaque(tag).equals(tag(present)));
  }

  /// Whether the caller has this version, however it said so.
  boolean has(long present) {
    return isUnmodified(present) || (version != null && version == present);
  }

  private static String opaque(String tag) {
    var matcher = TAG.matcher(tag);
    return matcher.matches() ? matcher.group(1) : tag;
  }

  /// Our tags and the preference hold no comma.
  private static Stream<String> split(HttpRequest<?> request, String header) {
    return request.getHeaders().getAll(header).stream()
        .flatMap(line -> Stream.of(line.split(",")))
        .map(String::strip);
  }
}
