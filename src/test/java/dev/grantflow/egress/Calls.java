package dev.grantflow.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Settings and requests that the tests share.
final class Calls {

  static final EgressSettings LOCAL = settings(Duration.ofSeconds(2), Duration.ofSeconds(10));
  static final EgressSettings LOCAL_AND_HASTY =
      settings(Duration.ofMillis(400), Duration.ofMillis(400));
  static final EgressSettings HTTP_TO_THE_WORLD =
      new EgressSettings(
          Duration.ofSeconds(2), Duration.ofSeconds(10), 262144, 64, 1024, true, false, false);

  private Calls() {}

  private static EgressSettings settings(Duration connectTimeout, Duration deadline) {
    return new EgressSettings(connectTimeout, deadline, 262144, 1, 16, true, true, false);
  }

  static OutboundRequest get(String uri) {
    return new OutboundRequest("GET", URI.create(uri), List.of());
  }

  static OutboundRequest get(RawServer server) {
    return get("http://127.0.0.1:" + server.port() + "/");
  }

  static Exchange send(EgressSettings settings, OutboundRequest request) {
    try (HttpEgress egress = new HttpEgress(settings, Destinations.ANYWHERE)) {
      return egress.send(request);
    }
  }
}
