package dev.grantflow.egress;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// Limits of the HTTP client and exceptions to its policy. Created at start, so that a mistake
/// stops the start.
///
/// @param connectTimeout for each of: a free connection, the name's addresses, one address's
///   connection, its TLS handshake
/// @param deadline for a whole call, from the wait for a turn to the last byte of the body
/// @param bodyBytesMax longest answer that is read
/// @param connectionsPerHostMax open connections to one server (scheme, host and port)
/// @param connectionsMax open connections altogether
/// @param allowHttp whether plain `http` may be called, and browsers be sent to it; only with
///   `grantflow.sandbox`
/// @param allowLoopback whether this machine may be called; only with `grantflow.sandbox`
/// @param allowPrivate whether private networks may be called, but never link-local addresses and
///   metadata services. Anybody can make Grantflow send requests into your network then: use
///   `hosts-allowed` with it
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public EgressSettings {
    var faults = new Faults("grantflow.egress");
    faults.check(
        deadline.toMillis() >= 1 && deadline.compareTo(DEADLINE_MAX) <= 0,
        "deadline",
        deadline,
        "from 1ms to 5m");
    faults.checkBeside(
        "deadline",
        connectTimeout.toMillis() >= 1 && connectTimeout.compareTo(deadline) <= 0,
        "connect-timeout",
        connectTimeout,
        "from 1ms to grantflow.egress.deadline, which is " + deadline);
    faults.check(
        bodyBytesMax >= 1 && bodyBytesMax <= BODY_BYTES_LIMIT,
        "body-bytes-max",
        bodyBytesMax,
        "from 1 to " + BODY_BYTES_LIMIT);
    faults.check(
        connectionsPerHostMax >= 1,
        "connections-per-host-max",
        connectionsPerHostMax,
        "at least 1");
    faults.checkBeside(
        "connections-per-host-max",
        connectionsMax >= connectionsPerHostMax,
        "connections-max",
        connectionsMax,
        "at least grantflow.egress.connections-per-host-max, which is " + connectionsPerHostMax);
    faults.end();
  }
}
