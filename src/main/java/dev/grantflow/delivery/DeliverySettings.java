package dev.grantflow.delivery;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The delivery of a client instance, as configured beside its other settings.
///
/// @param tokenRecipientJwksFile the recipient's public keys (RFC 7517 §5), for `ENCRYPTED`
/// @param tokenRecipientJwksUri where they are published instead
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
