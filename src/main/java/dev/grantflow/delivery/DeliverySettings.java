package dev.grantflow.delivery;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The delivery of a client instance, as configured beside its other settings.
///
/// @param tokenDelivery how tokens reach the client's services: in events as they are, in events
///   encrypted to one service, or fetched from the API by reference
/// @param tokenRecipientJwksFile for `ENCRYPTED`, the recipient's public keys as a JWK set (RFC
///   7517 §5) in a file; this or `token-recipient-jwks-uri` is needed, and not both
/// @param tokenRecipientJwksUri where they are published instead; `https`, or `http` where
///   `grantflow.egress.allow-http` says so
@EachProperty("grantflow.clients")
record DeliverySettings(
    @Parameter String name,
    @Bindable(defaultValue = "INLINE") Kind tokenDelivery,
    @Nullable Path tokenRecipientJwksFile,
    @Nullable URI tokenRecipientJwksUri) {

  enum Kind {
    INLINE,
    ENCRYPTED,
    REFERENCE
  }

  IllegalArgumentException wrong(String property, String fault) {
    return new IllegalArgumentException(
        "grantflow.clients.%s.%s %s".formatted(name, property, fault));
  }
}
