package dev.grantflow.egress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;

/// The one switch between production and everything else.
///
/// @param sandbox whether this is a machine of a developer or a test: only then may protections be
///   switched off that production cannot do without, and `grantflow.public-uri` must be at
///   `localhost` or `127.0.0.1`
@Context
@ConfigurationProperties("grantflow")
public record SandboxSettings(@Bindable(defaultValue = "false") boolean sandbox) {}
