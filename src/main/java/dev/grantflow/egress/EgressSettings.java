package dev.grantflow.egress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Limits of the HTTP client and exceptions to its policy. Created at start, so that a mistake
/// stops the start.
///
/// @param connectTimeout for each of: a free connection, the name's addresses, one address's
///   connection, its TLS handshake
/// @param deadline for a whole call, from the wait for a connection to the last byte of the body
/// @param bodyBytesMax longest response body that is read, in bytes
/// @param connectionsPerHostMax open connections to one scheme, host and port
/// @param connectionsMax open connections altogether
/// @param allowHttp whether `http` URIs may be requested; for the sandbox only
/// @param allowLoopback whether this machine may be called; for the sandbox only
/// @param allowPrivate whether private networks may be called, but never link-local addresses and
///   metadata services
@Context
@ConfigurationProperties("grantflow.egress")
public record EgressSettings(
    @Bindable(defaultValue = "2s") Duration connectTimeout,
    @Bindable(defaultValue = "10s") Duration deadline,
    @Bindable(defaultValue = "262144") int bodyBytesMax,
    @Bindable(defaultValue = "64") int connectionsPerHostMax,
    @Bindable(defaultValue = "1024") int connectionsMax,
    @Bindable(defaultValue = "false") boolean allowHttp,
    @Bindable(defaultValue = "false") boolean allowLoopback,
    @Bindable(defaultValue = "false") boolean allowPrivate) {

  private static final Duration DEADLINE_MAX = Duration.ofMinutes(5);
  private static final int BODY_BYTES_LIMIT = 16 * 1024 * 1024;

  public EgressSettings {
    if (deadline.toMillis() < 1 || deadline.compareTo(DEADLINE_MAX) > 0) {
      throw wrong("deadline", deadline, "give a duration between 1ms and 5m, for example 10s");
    }
    if (connectTimeout.toMillis() < 1 || connectTimeout.compareTo(deadline) > 0) {
      throw wrong(
          "connect-timeout",
          connectTimeout,
          "give a duration of at least 1ms and at most grantflow.egress.deadline ("
              + deadline
              + ")");
    }
    if (bodyBytesMax < 1 || bodyBytesMax > BODY_BYTES_LIMIT) {
      throw wrong("body-bytes-max", bodyBytesMax, "give a number from 1 to " + BODY_BYTES_LIMIT);
    }
    if (connectionsPerHostMax < 1) {
      throw wrong("connections-per-host-max", connectionsPerHostMax, "give a number of at least 1");
    }
    if (connectionsMax < connectionsPerHostMax) {
      throw wrong(
          "connections-max",
          connectionsMax,
          "give at least grantflow.egress.connections-per-host-max ("
              + connectionsPerHostMax
              + ")");
    }
  }

  private static IllegalArgumentException wrong(String property, Object value, String remedy) {
    return new IllegalArgumentException(
        "grantflow.egress." + property + " is " + value + ": " + remedy);
  }
}
