package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.grant.ClientName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientInstancesTest {

  @TempDir Path folder;

  private Path key(String name) {
    return new KeyFiles(folder).fresh(name);
  }

  private static String shown(ClientInstance client) {
    var server = URI.create("https://auth.example/");
    var acting = client.acting(server, Instant.EPOCH).orElseThrow();
    return acting.presentation().client().canonical();
  }

  private Configured two() {
    return new Configured().with("shop", key("shop.pem")).with("bank", key("bank.pem"));
  }

  @Test
  void the_only_client_acts_for_commands_that_name_none() {
    var clients = new Configured().with("shop", key("shop.pem")).start();

    assertThat(clients.find(null)).map(ClientInstance::name).contains(new ClientName("shop"));
  }

  @Test
  void none_of_several_acts_for_commands_that_name_none() {
    var clients = two().start();

    assertThat(clients.find(null)).isEmpty();
    assertThat(clients.find(new ClientName("bank")))
        .map(ClientInstance::name)
        .contains(new ClientName("bank"));
  }

  @Test
  void the_configured_default_acts_for_commands_that_name_none() {
    var clients = two().with("grantflow.default-client", "bank").start();

    assertThat(clients.find(null)).map(ClientInstance::name).contains(new ClientName("bank"));
  }

  @Test
  void an_unknown_name_is_nobody() {
    var clients = new Configured().with("shop", key("shop.pem")).start();

    assertThat(clients.find(new ClientName("Shop"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOP", "other", " "})
  void an_unknown_default_stops_the_start(String name) {
    var configured = two().with("grantflow.default-client", name);

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.default-client is %s, and there is no such name under grantflow.clients:"
                    .formatted(name)
                + " use one of [bank, shop]");
  }

  @Test
  void no_client_at_all_stops_the_start() {
    assertThatThrownBy(() -> new Configured().start())
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.clients is empty. Configure a client instance under grantflow.clients.{name}"
                + " with wallet-address, key-id, key-file and return-uris.");
  }

  @ParameterizedTest
  @CsvSource({
    "wallet-address-object, '{\"walletAddress\":\"https://wallet.example/shop\"}'",
    "wallet-address-string, '\"https://wallet.example/shop\"'"
  })
  void presents_itself_by_its_wallet_address(String form, String json) {
    var clients =
        new Configured().with("shop", key("shop.pem")).with("shop", "client-field", form).start();

    assertThat(shown(clients.find(null).orElseThrow())).isEqualTo(json);
  }

  @Test
  void presents_itself_by_its_public_key() throws IOException, InvalidSigningKeyException {
    var file = key("shop.pem");
    var jwk = SigningKey.fromPkcs8Pem("shop-key", Files.readAllBytes(file)).jwk();

    var clients = new Configured().with("shop", file).with("shop", "client-field", "jwk").start();

    assertThat(shown(clients.find(null).orElseThrow()))
        .isEqualTo(
            "{\"jwk\":{\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"kid\":\"shop-key\",\"kty\":\"OKP\","
                + "\"x\":\"%s\"}}".formatted(jwk.get("x")));
  }

  @Test
  void presents_itself_by_its_key_and_name() throws IOException, InvalidSigningKeyException {
    var file = key("shop.pem");
    var jwk = SigningKey.fromPkcs8Pem("shop-key", Files.readAllBytes(file)).jwk();

    var shop =
        new Configured()
            .with("shop", file)
            .with("shop", "client-field", "key")
            .start()
            .find(null)
            .orElseThrow();

    assertThat(shop.isNamed()).isTrue();
    assertThat(shown(shop))
        .isEqualTo(
            "{\"display\":{\"name\":\"shop\",\"uri\":\"https://wallet.example/shop\"},"
                + "\"key\":{\"jwk\":{\"alg\":\"EdDSA\",\"crv\":\"Ed25519\","
                + "\"kid\":\"shop-key\",\"kty\":\"OKP\",\"x\":\"%s\"},\"proof\":\"httpsig\"}}"
                    .formatted(jwk.get("x")));
  }

  @Test
  void a_client_without_return_uris_sends_users_nowhere() {
    var client = new Configured().with("shop", key("shop.pem")).start().find(null).orElseThrow();

    assertThat(client.allowsReturn(URI.create("https://shop.example/"))).isFalse();
  }

  @Test
  void sends_users_to_any_of_its_return_uris() {
    var client =
        new Configured()
            .with("shop", key("shop.pem"))
            .with("shop", "return-uris", "https://shop.example/a,https://shop.example/b")
            .start()
            .find(null)
            .orElseThrow();

    assertThat(client.allowsReturn(URI.create("https://shop.example/a"))).isTrue();
    assertThat(client.allowsReturn(URI.create("https://shop.example/b/1?x=2"))).isTrue();
    assertThat(client.allowsReturn(URI.create("https://shop.example/c"))).isFalse();
  }

  @Test
  void a_key_of_two_wallet_addresses_stops_the_start() {
    var file = key("shared.pem");
    var configured = new Configured().with("shop", file).with("bank", file);

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.clients.shop.key-file: beside that of client bank this is the same key, but"
                + " for https://wallet.example/shop instead of https://wallet.example/bank. Give"
                + " each wallet address a key of its own.");
  }

  @Test
  void two_keys_under_one_id_of_one_wallet_address_stop_the_start() {
    var configured =
        two()
            .with("shop", "wallet-address", "https://wallet.example/bank")
            .with("shop", "key-id", "bank-key");

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.clients.shop.key-file: beside that of client bank this is another key under"
                + " the same key-id bank-key of https://wallet.example/bank. A key id names one"
                + " key.");
  }

  @Test
  void two_names_may_stand_for_one_client() {
    var file = key("shop.pem");
    var clients =
        new Configured()
            .with("shop", file)
            .with("old", file)
            .with("old", "wallet-address", "https://wallet.example/shop")
            .with("old", "key-id", "shop-key")
            .with("old", "client-field", "wallet-address-string")
            .start();

    assertThat(clients.find(new ClientName("old"))).isPresent();
    assertThat(clients.find(new ClientName("shop"))).isPresent();
  }

  @Test
  void one_wallet_address_may_have_two_keys() {
    var clients = two().with("shop", "wallet-address", "https://wallet.example/bank").start();

    assertThat(clients.find(new ClientName("shop"))).isPresent();
  }
}
