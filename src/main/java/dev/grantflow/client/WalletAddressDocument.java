package dev.grantflow.client;

import java.net.URI;

/// What a wallet address tells of itself (Open Payments wallet address server, `GET /`).
///
/// @param id the wallet address
/// @param publicName what resource owners are told of who asks
/// @param assetScale 0 to 255
public record WalletAddressDocument(
    URI id,
    String publicName,
    String assetCode,
    int assetScale,
    URI authServer,
    URI resourceServer) {}
