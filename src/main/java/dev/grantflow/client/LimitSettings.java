package dev.grantflow.client;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client instance may ask for, as configured beside its [ClientSettings]. What is left out
/// sets no limit.
///
/// @param accessTypes types of access that it may ask for, such as `incoming-payment,quote`;
///   references to rights (plain strings) stand for themselves
/// @param servers authorization servers that it may ask, such as `https://auth.wallet.example`:
///   URIs whose scheme, host and port must be the same and whose path must be the same or above
/// @param amountsMax the most valuable `debitAmount` or `receiveAmount` per asset, in whole units,
///   such as `250.00 USD,300 EUR`; other assets, and the creation of outgoing payments without an
///   amount, are refused then
/// @param expiresIn how long its grants may take to be decided when the request does not say,
///   instead of `grantflow.engine.expires-in`; from 1s to `grantflow.engine.expires-in-max`
@EachProperty("grantflow.clients")
record LimitSettings(
    @Parameter String name,
    @Nullable List<String> accessTypes,
    @Nullable List<String> servers,
    @Nullable List<String> amountsMax,
    @Nullable Duration expiresIn) {}
