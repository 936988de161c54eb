package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.gnap.signature.SigningKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is served of a client instance.
class ConfiguredDocumentsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private Path key(String name) {
    return new KeyFiles(folder).fresh(name);
  }

  private static Configured hosted(Configured configured) {
    return configured
        .with("shop", "document-public-name", "The Shop")
        .with("shop", "document-asset-code", "USD")
        .with("shop", "document-asset-scale", "2")
        .with("shop", "document-auth-server", "https://auth.example/")
        .with("shop", "document-resource-server", "https://wallet.example/op");
  }

  private static ClientDocuments documents(Configured configured) {
    return new ConfiguredDocuments(configured.start(), Configured.keySettings(), () -> NOW);
  }

  @Test
  void a_document_is_served_under_the_wallet_address_that_is_configured() {
    var documents = documents(hosted(new Configured().with("shop", key("shop.pem"))));

    assertThat(documents.walletAddress("shop"))
        .contains(
            new WalletAddressDocument(
                URI.create("https://wallet.example/shop"),
                "The Shop",
                "USD",
                2,
                URI.create("https://auth.example/"),
                URI.create("https://wallet.example/op")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bank", "Shop", "other", "", " "})
  void nobody_else_has_one(String name) {
    var configured =
        hosted(new Configured().with("shop", key("shop.pem")).with("bank", key("bank.pem")));

    assertThat(documents(configured).walletAddress(name)).isEmpty();
  }

  @Test
  void keys_are_served_of_every_client() throws Exception {
    var file = key("shop.pem");
    var x = SigningKey.fromPkcs8Pem("shop-key", Files.readAllBytes(file)).jwk().get("x");
    var documents = documents(new Configured().with("shop", file).with("bank", key("bank.pem")));

    assertThat(documents.keys("shop"))
        .contains(
            List.of(
                Map.of(
                    "kid",
                    "shop-key",
                    "alg",
                    "EdDSA",
                    "use",
                    "sig",
                    "kty",
                    "OKP",
                    "crv",
                    "Ed25519",
                    "x",
                    String.valueOf(x))));
    assertThat(documents.keys("other")).isEmpty();
  }

  @Test
  void all_keys_of_a_wallet_address_are_served_together() {
    var file = key("shop.pem");
    var documents =
        documents(
            new Configured()
                .with("shop", file)
                .with("old", file)
                .with("old", "wallet-address", "https://wallet.example/shop")
                .with("old", "key-id", "shop-key")
                .with("next", key("next.pem"))
                .with("next", "wallet-address", "https://wallet.example/shop")
                .with("bank", key("bank.pem")));

    assertThat(documents.keys("old").orElseThrow())
        .extracting(jwk -> jwk.get("kid"))
        .containsExactly("next-key", "shop-key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          document-asset-code      | ' '            | it is empty: give it a value
          document-asset-scale     | 256            | 256 is not from 0 to 255
          document-asset-scale     | -1             | -1 is not from 0 to 255
          document-auth-server     | auth.example   | auth.example is not an absolute http or https URI without user information and fragment, such as https://auth.wallet.example
          document-resource-server | https://a@b/op | https://b/op is not an absolute http or https URI without user information and fragment, such as https://auth.wallet.example
          """)
  void a_document_that_is_none_stops_the_start(String property, String value, String fault) {
    var configured =
        hosted(new Configured().with("shop", key("shop.pem"))).with("shop", property, value);

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage("grantflow.clients.shop.%s: %s".formatted(property, fault));
  }

  @Test
  void half_a_document_stops_the_start() {
    var configured =
        new Configured()
            .with("shop", key("shop.pem"))
            .with("shop", "document-public-name", "The Shop");

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.clients.shop.document-asset-code: it is missing: give every document-"
                + " setting where the wallet address document is to be served here, or none");
  }
}
