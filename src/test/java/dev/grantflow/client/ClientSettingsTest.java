package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientSettings.BrowserBinding;
import dev.grantflow.client.ClientSettings.ClientField;
import dev.grantflow.client.ClientSettings.KeyBlock;
import dev.grantflow.grant.HashMethod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {

  @TempDir Path folder;

  @Test
  void defaults() {
    var file = new KeyFiles(folder).fresh("shop.pem");

    assertThat(new Configured().with("shop", file).settings())
        .isEqualTo(
            new ClientSettings(
                "shop",
                URI.create("https://wallet.example/shop"),
                "shop-key",
                file,
                ClientField.WALLET_ADDRESS_OBJECT,
                null,
                true,
                true,
                HashMethod.SHA_256,
                BrowserBinding.REQUIRED,
                false,
                null,
                null,
                List.of()));
  }

  @Test
  void reads_every_property() {
    var file = new KeyFiles(folder).fresh("shop.pem");

    assertThat(
            new Configured()
                .with("shop", file)
                .with("shop", "client-field", "wallet_address_string")
                .with("shop", "return-uris", "https://shop.example/a,https://shop.example/b")
                .with("shop", "signature-tag", false)
                .with("shop", "signature-nonce", "false")
                .with("shop", "hash-method", "sha3-512")
                .with("shop", "browser-binding", "off")
                .with("shop", "instance-id", true)
                .with("shop", "keep-fresh", "true")
                .with("shop", "renew", "false")
                .with("shop", "keys.next.key-id", "shop-2")
                .with("shop", "keys.next.key-file", file.toString())
                .with("shop", "keys.next.active-from", "2026-03-01T12:00:00Z")
                .with("shop", "keys.next.servers", "https://auth.example")
                .settings())
        .isEqualTo(
            new ClientSettings(
                "shop",
                URI.create("https://wallet.example/shop"),
                "shop-key",
                file,
                ClientField.WALLET_ADDRESS_STRING,
                List.of("https://shop.example/a", "https://shop.example/b"),
                false,
                false,
                HashMethod.SHA3_512,
                BrowserBinding.OFF,
                true,
                true,
                false,
                List.of(
                    new KeyBlock(
                        "next",
                        "shop-2",
                        file,
                        Instant.parse("2026-03-01T12:00:00Z"),
                        List.of("https://auth.example")))));
  }
}
