package dev.grantflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import dev.grantflow.grant.GrantError;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalletDiscoveryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example/",
        "https://auth.example",
        "https://AUTH.example:443/a%2Fb/?tenant=1",
        "http://127.0.0.1:3006/438fa74a"
      })
  void finds_the_authorization_server_byte_for_byte(String authServer) {
    try (Wallet wallet =
        Wallet.answering(
            """
            {"id": "https://wallet.example/alice", "publicName": "Alice", "assetCode": "EUR",
             "assetScale": 2, "authServer": "%s", "resourceServer": "https://ilp.example",
             "somethingNew": {"of": ["tomorrow"]}}
            """
                .formatted(authServer))) {

      Discovery discovery = wallet.addresses().discover(wallet.address("/alice"));

      assertThat(discovery)
          .isEqualTo(
              new Discovery.Found(URI.create(authServer), URI.create("https://ilp.example")));
      assertThat(discovery).asString().contains(authServer);
      assertThat(wallet.requests).containsExactly("GET /alice [application/json]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "op", "ftp://ilp.example/", "https://user@ilp.example/", "https:///a"})
  void a_resource_server_that_cannot_be_called_is_none_and_no_reason_to_refuse(String given) {
    try (Wallet wallet =
        Wallet.answering(
            "{\"authServer\": \"https://auth.example/\", \"resourceServer\": \"%s\"}"
                .formatted(given))) {

      Discovery discovery = wallet.addresses().discover(wallet.address("/alice"));

      assertThat(discovery).isEqualTo(new Discovery.Found(URI.create("https://auth.example/")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | wallet_address_not_found | does not exist (HTTP 404). Check how it is spelled.
          410 | wallet_address_not_found | does not exist (HTTP 410). Check how it is spelled.
          401 | wallet_address_refused   | refuses to tell its document (HTTP 401); wallet addresses are public.
          302 | invalid_wallet_address   | redirects (HTTP 302), and redirects are not followed. Use the address that it leads to.
          204 | invalid_wallet_address   | answers without a document (HTTP 204).
          """)
  void a_status_that_asking_again_does_not_mend_is_a_refusal(int status, String code, String text) {
    try (Wallet wallet =
        Wallet.answering(status, Map.of("Location", "http://169.254.169.254/"), "")) {

      Discovery discovery = wallet.addresses().discover(wallet.address("/alice?key=hush"));

      assertThat(discovery)
          .isEqualTo(
              new Discovery.Refused(
                  new GrantError(
                      code, "The wallet address " + wallet.host() + "/alice " + text, status)));
      assertThat(wallet.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          408 | 3                             | 3
          429 | 7                             | 7
          503 | Sun, 01 Mar 2026 12:02:00 GMT | 120
          503 | Sun, 01 Mar 2026 11:00:00 GMT | 0
          500 | soon                          | none
          502 | -3                            | none
          500 | 99999999999999999999          | none
          """)
  void a_status_that_may_pass_is_for_later(int status, String retryAfter, @Nullable Long seconds) {
    try (Wallet wallet = Wallet.answering(status, Map.of("Retry-After", retryAfter), "<html>")) {

      Discovery discovery = wallet.addresses().discover(wallet.address("/alice"));

      assertThat(discovery)
          .isEqualTo(
              new Discovery.Unavailable(
                  new GrantError(
                      "wallet_address_unavailable",
                      "The wallet address %s/alice is not available for now (HTTP %d)."
                          .formatted(wallet.host(), status),
                      status),
                  seconds == null ? null : Duration.ofSeconds(seconds)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><title>Wallet</title>",
        "",
        "null",
        "[]",
        "\"https://auth.example\"",
        "{\"authServer\": {\"uri\": \"https://auth.example\"}}",
        "{\"authServer\": ",
        "\u0000\u0001"
      })
  void what_is_no_wallet_address_document_is_invalid(String body) {
    assertThat(refusal(body)).startsWith("invalid_wallet_address").endsWith(MENDED_THERE);
  }

  @Test
  void brackets_without_end_are_invalid() {
    assertThat(refusal("{\"a\":" + "[".repeat(200_000))).startsWith("invalid_wallet_address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"authServer\": null}",
        "{\"authServer\": \"\"}",
        "{\"authserver\": \"https://auth.example\"}"
      })
  void a_document_without_auth_server_is_invalid(String body) {
    assertThat(refusal(body))
        .isEqualTo(
            "invalid_wallet_address: answers with a document that names no authServer"
                + MENDED_THERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth.example",
        "/relative",
        "ftp://auth.example",
        "file:///etc/passwd",
        "https://",
        "https:auth.example",
        "https://user:hush@auth.example",
        "https://auth.example/#part",
        "https://auth.example/a b",
        "https://auth example"
      })
  void an_auth_server_that_cannot_be_called_is_invalid(String authServer) {
    assertThat(refusal("{\"authServer\": \"" + authServer + "\"}"))
        .isEqualTo(
            "invalid_wallet_address: names an authServer that is not an absolute http or https URI"
                + " with a host, without user information and fragment"
                + MENDED_THERE);
  }

  private static final String MENDED_THERE = ". It must be mended by whoever runs the wallet.";

  private static String refusal(String body) {
    try (Wallet wallet = Wallet.answering(body)) {
      Discovery discovery = wallet.addresses().discover(wallet.address("/alice"));
      assertThat(discovery).isInstanceOf(Discovery.Refused.class);
      GrantError error = ((Discovery.Refused) discovery).error();
      return error.code()
          + error.description().replace("The wallet address " + wallet.host() + "/alice", ":");
    }
  }

  @Test
  void ten_megabytes_are_not_read() {
    try (Wallet wallet =
        new Wallet(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] part = new byte[1024 * 1024];
              for (int sent = 0; sent < 10; sent++) {
                exchange.getResponseBody().write(part);
              }
            })) {

      assertThat(wallet.addresses().discover(wallet.address("/alice")))
          .isEqualTo(
              unavailable(
                  "The wallet address %1$s/alice gave no usable answer for now: %1$s: answer longer"
                          .formatted(wallet.host())
                      + " than 262144 bytes."));
    }
  }

  @Test
  void a_wallet_that_stays_silent_is_for_later() throws Exception {
    var end = new CountDownLatch(1);
    try (Wallet wallet = new Wallet(_ -> awaitUninterrupted(end));
        var hasty = Wallet.egress(Duration.ofMillis(300), true)) {

      Discovery discovery =
          wallet.addresses(Wallet.DEFAULTS, hasty).discover(wallet.address("/alice"));
      end.countDown();

      assertThat(discovery)
          .isEqualTo(
              unavailable(
                  "The wallet address %1$s/alice gave no usable answer for now: %1$s: no complete"
                          .formatted(wallet.host())
                      + " answer within 300 ms."));
    }
  }

  private static void awaitUninterrupted(CountDownLatch end) throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void a_wallet_that_is_not_there_is_for_later() {
    Wallet gone = Wallet.answering("{}");
    URI address = gone.address("/alice");
    try (var egress = Wallet.egress(Duration.ofSeconds(5), true)) {
      WalletAddresses addresses = gone.addresses(Wallet.DEFAULTS, egress);
      gone.close();

      assertThat(addresses.discover(address))
          .isInstanceOfSatisfying(
              Discovery.Unavailable.class,
              unavailable ->
                  assertThat(unavailable.error().description())
                      .startsWith(
                          "The wallet address " + gone.host() + "/alice cannot be reached"));
    }
  }

  @Test
  void an_address_that_the_egress_forbids_is_refused() {
    try (Wallet wallet = Wallet.answering("{}");
        var strict = Wallet.egress(Duration.ofSeconds(5), false)) {

      assertThat(wallet.addresses(Wallet.DEFAULTS, strict).discover(wallet.address("/alice")))
          .isEqualTo(
              new Discovery.Refused(
                  GrantError.of(
                      "forbidden_address",
                      "The wallet address %1$s/alice must not be called: %1$s: a loopback address"
                              .formatted(wallet.host())
                          + " (grantflow.egress.allow-loopback)")));
      assertThat(wallet.requests).isEmpty();
    }
  }

  @Test
  void is_wired_by_the_framework() {
    try (Wallet wallet =
            Wallet.answering("{\"authServer\": \"https://auth.example/\", \"new\": 1}");
        var egress = Wallet.egress(Duration.ofSeconds(5), true);
        var context =
            PartialContexts.of(WalletAddresses.class, Map.of())
                .singletons(egress, wallet.time, Wallet.BULKHEAD)
                .start()) {

      assertThat(context.getBean(WalletAddresses.class).discover(wallet.address("/alice")))
          .isEqualTo(new Discovery.Found(URI.create("https://auth.example/")));
    }
  }

  private static Discovery unavailable(String description) {
    return new Discovery.Unavailable(
        GrantError.of("wallet_address_unavailable", description), null);
  }
}
