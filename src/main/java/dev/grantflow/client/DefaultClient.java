package dev.grantflow.client;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/// Who acts when a command names no client.
///
/// @param defaultClient who acts when a command names no client: a name under `grantflow.clients`;
///   not needed where there is only one
@ConfigurationProperties("grantflow")
record DefaultClient(@Nullable String defaultClient) {}
