package dev.grantflow.client;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The wallet address document of a client instance, as configured beside its [ClientSettings]
/// where it is to be served here. All or none are needed; what each is, the Open Payments wallet
/// address server says.
///
/// @param documentPublicName what resource owners are told of who asks
/// @param documentAssetCode the asset of its account, such as `USD`
/// @param documentAssetScale decimal places of the asset's smallest unit, from 0 to 255
/// @param documentAuthServer the authorization server for access to its account
/// @param documentResourceServer the resource server of its account
@EachProperty("grantflow.clients")
record DocumentSettings(
    @Parameter String name,
    @Nullable String documentPublicName,
    @Nullable String documentAssetCode,
    @Nullable Integer documentAssetScale,
    @Nullable URI documentAuthServer,
    @Nullable URI documentResourceServer) {}
