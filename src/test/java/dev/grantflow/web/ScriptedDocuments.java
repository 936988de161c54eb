package dev.grantflow.web;

import dev.grantflow.client.ClientDocuments;
import dev.grantflow.client.WalletAddressDocument;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One client `shop`, and a client `bank` whose document is served elsewhere.
final class ScriptedDocuments implements ClientDocuments {

  @Override
  public Optional<WalletAddressDocument> walletAddress(String client) {
    return client.equals("shop")
        ? Optional.of(
            new WalletAddressDocument(
                URI.create("https://wallet.example/shop"),
                "The \"Shop\"",
                "USD",
                2,
                URI.create("https://auth.example/"),
                URI.create("https://wallet.example/op")))
        : Optional.empty();
  }

  @Override
  public Optional<List<Map<String, String>>> keys(String client) {
    return List.of("shop", "bank").contains(client)
        ? Optional.of(
            List.of(
                Map.of(
                    "kid",
                    client + "-key",
                    "alg",
                    "EdDSA",
                    "use",
                    "sig",
                    "kty",
                    "OKP",
                    "crv",
                    "Ed25519",
                    "x",
                    "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")))
        : Optional.empty();
  }
}
