package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which key is used when, for whom, and how long it is published.
class ClientKeysTest {

  private static final Instant MARCH = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant APRIL = Instant.parse("2026-04-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final URI SERVER = URI.create("https://auth.example/");
  private static final URI OTHER = URI.create("https://other.example/");

  @TempDir Path folder;

  private Configured shop() {
    return new Configured().with("shop", new KeyFiles(folder).fresh("shop.pem"));
  }

  private Configured key(Configured configured, String keyId, Map<String, Object> more) {
    var block = "keys." + keyId + ".";
    var file = new KeyFiles(folder).fresh(keyId + ".pem").toString();
    configured.with("shop", block + "key-id", keyId).with("shop", block + "key-file", file);
    more.forEach((name, value) -> configured.with("shop", block + name, value));
    return configured;
  }

  /// The first key signs at once, `march` and `april` from then on.
  private Configured three() {
    var two = key(shop(), "march", Map.of("active-from", MARCH.toString()));
    return key(two, "april", Map.of("active-from", APRIL.toString()));
  }

  private static ClientInstance only(Configured configured) {
    return configured.start().find(null).orElseThrow();
  }

  private static @Nullable String signing(ClientInstance client, URI server, Instant now) {
    return client.acting(server, now).map(Acting::keyId).orElse(null);
  }

  private static List<String> published(Configured configured, Instant now) {
    var settings =
        new KeySettings(Duration.ofSeconds(10), DAY, Duration.ofSeconds(30), Duration.ofMinutes(1));
    return new ConfiguredDocuments(configured.start(), settings, () -> now)
        .keys("shop").orElseThrow().stream().map(jwk -> jwk.getOrDefault("kid", "")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T12:00:00Z, shop-key",
    "2026-03-01T11:59:59.999999Z, shop-key",
    "2026-03-01T12:00:00Z, march",
    "2026-04-01T11:59:59Z, march",
    "2026-04-01T12:00:00Z, april",
    "2030-01-01T00:00:00Z, april"
  })
  void the_key_that_became_active_last_signs(Instant now, String keyId) {
    assertThat(signing(only(three()), SERVER, now)).isEqualTo(keyId);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-02-01T00:00:00Z | april,march,shop-key
          2026-03-01T12:00:00Z | april,march,shop-key
          2026-03-02T11:59:59Z | april,march,shop-key
          2026-03-02T12:00:00Z | april,march
          2026-04-02T11:59:59Z | april,march
          2026-04-02T12:00:00Z | april
          """)
  void next_keys_are_published_ahead_and_previous_ones_for_a_while(Instant now, String keyIds) {
    assertThat(published(three(), now)).containsExactly(keyIds.split(","));
  }

  @Test
  void a_key_for_a_server_signs_for_that_server_and_no_other() {
    var client = only(key(shop(), "own", Map.of("servers", "https://auth.example")));

    assertThat(signing(client, SERVER, MARCH)).isEqualTo("own");
    assertThat(signing(client, OTHER, MARCH)).isEqualTo("shop-key");
  }

  @Test
  void a_later_key_for_all_does_not_take_the_place_of_one_for_a_server() {
    var configured = key(shop(), "own", Map.of("servers", "https://auth.example"));
    var client = only(key(configured, "march", Map.of("active-from", MARCH.toString())));

    assertThat(signing(client, SERVER, APRIL)).isEqualTo("own");
    assertThat(signing(client, OTHER, APRIL)).isEqualTo("march");
  }

  @Test
  void a_server_that_none_of_the_keys_is_for_is_not_signed_for() {
    var configured =
        key(
            new Configured().with("shop", "wallet-address", "https://wallet.example/shop"),
            "own",
            Map.of("servers", "https://auth.example"));

    assertThat(signing(only(configured), OTHER, MARCH)).isNull();
  }

  @Test
  void a_client_known_by_its_wallet_address_goes_on_with_the_key_of_the_day() {
    var client = only(three());

    assertThat(client.acting(SERVER, "shop-key", MARCH)).map(Acting::keyId).contains("march");
  }

  @ParameterizedTest
  @ValueSource(strings = {"KEY", "JWK"})
  void a_client_known_by_its_key_goes_on_with_the_key_that_it_showed(String form) {
    var client = only(three().with("shop", "client-field", form));

    assertThat(client.acting(SERVER, "shop-key", APRIL)).map(Acting::keyId).contains("shop-key");
    assertThat(client.acting(SERVER, "march", APRIL)).map(Acting::keyId).contains("march");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", ""})
  void where_that_key_is_gone_or_not_known_it_is_the_key_of_the_day(String keyId) {
    var client = only(three().with("shop", "client-field", "KEY"));

    assertThat(client.acting(SERVER, keyId.isEmpty() ? null : keyId, APRIL))
        .map(Acting::keyId)
        .contains("april");
  }

  @Test
  void each_key_is_shown_as_itself() {
    var client = only(three().with("shop", "client-field", "JWK"));

    assertThat(client.acting(SERVER, MARCH).orElseThrow().presentation().client().canonical())
        .contains("\"kid\":\"march\"");
    assertThat(client.acting(SERVER, APRIL).orElseThrow().presentation().client().canonical())
        .contains("\"kid\":\"april\"");
  }

  @Test
  void one_of_them_must_sign_at_once() {
    var configured =
        key(
            new Configured().with("shop", "wallet-address", "https://wallet.example/shop"),
            "april",
            Map.of("active-from", APRIL.toString()));
    var client = only(configured);

    assertThatThrownBy(() -> client.checkKeys(MARCH))
        .isInstanceOf(InvalidClientException.class)
        .hasMessage(
            "grantflow.clients.shop.keys: none is active yet: leave active-from out for the key"
                + " that signs at first");
    client.checkKeys(APRIL);
  }

  @Test
  void two_keys_of_one_id_stop_the_start() {
    var configured = key(shop(), "next", Map.of("active-from", MARCH.toString()));

    assertThatThrownBy(configured.with("shop", "keys.next.key-id", "shop-key")::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.keys: two keys have the key-id shop-key: give each an id of its"
                + " own");
  }

  @ParameterizedTest
  @CsvSource({
    "'https://auth.example,https://other.example', 'https://other.example,https://auth.example'",
    "'https://auth.example,https://third.example', 'https://other.example,https://auth.example'",
    "https://auth.example, https://auth.example/tenant",
    "https://auth.example/tenant, https://AUTH.example:443"
  })
  void two_that_meet_at_a_server_cannot_begin_at_the_same_time(String one, String two) {
    var first = key(shop(), "one", Map.of("servers", List.of(one.split(","))));
    var both = key(first, "two", Map.of("servers", List.of(two.split(","))));

    assertThatThrownBy(both::start)
        .rootCause()
        .hasMessageContaining("one and two become active at the same time");
  }

  @Test
  void keys_for_different_servers_may_begin_at_the_same_time() {
    var first = key(shop(), "one", Map.of("servers", "https://auth.example/one"));
    var client = only(key(first, "two", Map.of("servers", "https://auth.example/two")));

    assertThat(signing(client, SERVER.resolve("/two"), MARCH)).isEqualTo("two");
  }

  @Test
  void the_order_of_its_servers_does_not_matter_to_who_takes_a_keys_place() {
    var one = key(shop(), "one", Map.of("servers", List.of(SERVER.toString(), OTHER.toString())));
    var two =
        key(
            one,
            "two",
            Map.of(
                "servers",
                List.of(OTHER.toString(), SERVER.toString()),
                "active-from",
                MARCH.toString()));

    assertThat(published(two, MARCH.plus(DAY))).containsExactly("shop-key", "two");
  }

  @Test
  void a_key_for_some_servers_does_not_stand_in_for_one_for_all() {
    var configured =
        key(
            new Configured().with("shop", "wallet-address", "https://wallet.example/shop"),
            "april",
            Map.of("active-from", APRIL.toString()));
    var client = only(key(configured, "own", Map.of("servers", "https://auth.example")));

    assertThatThrownBy(() -> client.checkKeys(MARCH))
        .hasMessage(
            "grantflow.clients.shop.keys: none of those without servers is active yet: leave"
                + " active-from out for the one that signs at first");
    client.checkKeys(APRIL);
  }

  @Test
  void two_keys_that_begin_at_the_same_time_stop_the_start() {
    assertThatThrownBy(key(shop(), "next", Map.of())::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.keys: shop-key and next become active at the same time: give"
                + " one of them a later active-from");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key-id   | a b          | keys.next.key-id: it must be 1 to 200 printable ASCII characters without space, quote and backslash, as the kid in the wallet address's jwks.json
          servers  | auth.example | keys.next.servers: auth.example is not an absolute http or https URI without user information, query and fragment, such as https://auth.wallet.example
          key-file | /none.pem    | keys.next.key-file: /none.pem does not exist. An unencrypted Ed25519 private key as PKCS#8 PEM is needed, as Open Payments wallets hand it out.
          """)
  void a_mistake_in_a_block_is_told_with_its_place(String property, String value, String fault) {
    var configured = key(shop(), "next", Map.of("active-from", MARCH.toString()));

    assertThatThrownBy(configured.with("shop", "keys.next." + property, value)::start)
        .rootCause()
        .hasMessage("grantflow.clients.shop." + fault);
  }

  @Test
  void half_a_block_stops_the_start() {
    assertThatThrownBy(shop().with("shop", "keys.next.key-id", "next")::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.keys.next.key-file is not set, and there is no default for it");
  }
}
