package dev.grantflow.engine;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// What leaves this machine for the platform's own services.
///
/// @param plain whether MySQL and Kafka on other machines may be reached without TLS or without a
///   verified name, because something else encrypts what goes there, such as a service mesh; the
///   log then warns at each start
@Context
@ConfigurationProperties("grantflow.transport")
public record TransportSettings(@Bindable(defaultValue = "false") boolean plain) {}
