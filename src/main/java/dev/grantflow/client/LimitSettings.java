package dev.grantflow.client;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client instance may ask for, as configured beside its [ClientSettings]. What is left out
/// sets no limit.
///
/// @param accessTypes the types of access that it may ask for
/// @param servers the authorization servers that it may ask: URIs, matched as [ReturnUri] does
/// @param amountsMax the most valuable amounts that an outgoing payment may be limited to, one per
///   asset, such as `250.00 USD`; other assets are not allowed then
/// @param expiresIn how long its grants may take to be decided when the request does not say; null
///   means as the engine's setting says
@EachProperty("grantflow.clients")
record LimitSettings(
    @Parameter String name,
    @Nullable List<String> accessTypes,
    @Nullable List<String> servers,
    @Nullable List<String> amountsMax,
    @Nullable Duration expiresIn) {}
