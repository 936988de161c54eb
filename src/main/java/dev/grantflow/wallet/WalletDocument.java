package dev.grantflow.wallet;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// What is of use here of a wallet address document (Open Payments wallet address server, `GET /`).
@Serdeable
record WalletDocument(@Nullable String authServer, @Nullable String resourceServer) {}
