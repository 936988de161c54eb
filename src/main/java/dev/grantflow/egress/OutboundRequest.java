package dev.grantflow.egress;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request, sent byte for byte as given: raw path and query of the URI (`/` where it has no
/// path), headers in this order after `Host`, which is the URI's authority as written. A request
/// that has a body, or a method that expects one, and no `Content-Length` among its headers gets it
/// as the last one; nothing else is added, in particular no charset and no `Accept-Encoding`.
// Bodies are copied in and out, and requests are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record OutboundRequest(
    String method, URI uri, List<Header> headers, byte @Nullable [] body) {

  private static final Pattern METHOD = Pattern.compile("[A-Z]+");
  private static final Set<String> OURS =
      Set.of("host", "connection", "expect", "transfer-encoding", "upgrade");

  public OutboundRequest {
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException("not a request method: " + method);
    }
    headers = List.copyOf(headers);
    body = body == null ? null : body.clone();
    int length = body == null ? 0 : body.length;
    for (Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (OURS.contains(name)) {
        throw new IllegalArgumentException("header " + name + " is set by the egress alone");
      }
      if (name.equals("content-length") && !header.value().equals(Integer.toString(length))) {
        throw new IllegalArgumentException(
            "Content-Length is " + header.value() + " where the body has " + length + " bytes");
      }
    }
  }

  /// A request without a body.
  public OutboundRequest(String method, URI uri, List<Header> headers) {
    this(method, uri, headers, null);
  }

  @Override
  public byte @Nullable [] body() {
    return body == null ? null : body.clone();
  }

  Optional<Header> header(String name) {
    return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).findFirst();
  }

  /// Method and URI without user information, query and fragment, any of which may be secret.
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + destination() + uri.getRawPath();
  }

  /// `host:port` for messages, or the host alone where the URI names no port.
  String destination() {
    String host = uri.getHost() == null ? "?" : uri.getHost();
    return uri.getPort() < 0 ? host : host + ":" + uri.getPort();
  }
}
