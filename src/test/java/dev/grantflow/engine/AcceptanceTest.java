package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.Acceptance.Accepted;
import dev.grantflow.engine.Acceptance.Refused;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A client instance's limits and defaults when a request arrives.
class AcceptanceTest {

  @TempDir Path folder;

  private Acceptance acceptance(Map<String, String> settings) {
    return new Acceptance(Scene.shop(folder, settings), Scene.SETTINGS, Scene.TOKENS);
  }

  @Test
  void a_request_outside_the_clients_limits_is_refused_with_each_field_named() {
    var acceptance =
        acceptance(
            Map.of(
                "servers", "https://auth.wallet.example",
                "access-types", "outgoing-payment",
                "amounts-max", "5 USD"));
    var request =
        new GrantRequested(
            Scene.ID,
            null,
            new Server.GrantEndpoint(URI.create("https://auth.other.example/")),
            new Wanted(
                new Json(
                    "{\"access\":[{\"type\":\"quote\"},{\"type\":\"outgoing-payment\",\"limits\":"
                        + "{\"debitAmount\":{\"assetCode\":\"USD\",\"assetScale\":2,"
                        + "\"value\":\"501\"}}}]}"),
                null),
            null,
            null,
            null);

    assertThat(acceptance.of(request, null, Scene.NOW))
        .isEqualTo(
            new Refused(
                List.of(
                    new Problem(
                        "authServer",
                        "This server is not among those that client shop may ask. Use one of them,"
                            + " or add it to grantflow.clients.shop.servers."),
                    new Problem(
                        "access_token.access[0].type",
                        "Client shop may not ask for this. Use one of [outgoing-payment], or add it"
                            + " to grantflow.clients.shop.access-types."),
                    new Problem(
                        "access_token.access[1].limits.debitAmount",
                        "This is more than the 5 USD that client shop may ask for. Ask for less, or"
                            + " raise grantflow.clients.shop.amounts-max."))));
  }

  @Test
  void a_grant_is_requested_anew_only_where_nobody_has_to_be_asked_and_one_token_is_all_there_is() {
    var acceptance = acceptance(Map.of("keep-fresh", "true", "renew", "true"));
    var object = new Json("{\"access\":[]}");
    var subject = new Json("{\"sub_id_formats\":[\"uri\"]}");
    var browser = Interact.redirect(URI.create("https://shop.example/thanks"));

    assertThat(renewWithin(acceptance, new Wanted(object, null), null, null))
        .isEqualTo(Duration.between(Scene.NOW, Scene.DEADLINE));
    assertThat(renewWithin(acceptance, new Wanted(object, null), null, false)).isNull();
    assertThat(renewWithin(acceptance, new Wanted(object, null), browser, null)).isNull();
    assertThat(renewWithin(acceptance, new Wanted(object, subject), null, null)).isNull();
    assertThat(renewWithin(acceptance, new Wanted(null, subject), null, null)).isNull();
    assertThat(
            renewWithin(
                acceptance,
                new Wanted(new Json("[{\"access\":[],\"label\":\"a\"}]"), null),
                null,
                null))
        .isNull();
    assertThat(
            renewWithin(
                acceptance(Map.of("keep-fresh", "true")), new Wanted(object, null), null, null))
        .isNull();
  }

  private static @Nullable Duration renewWithin(
      Acceptance acceptance,
      Wanted wanted,
      @Nullable Interact interact,
      @Nullable Boolean keepFresh) {
    var server = new Server.OfWalletAddress(Scene.WALLET);
    var request =
        new GrantRequested(Scene.ID, null, server, wanted, interact, null, null, keepFresh);
    return acceptance.of(request, null, Scene.NOW) instanceof Acceptance.Accepted(var grant)
        ? grant.renewWithin()
        : Duration.ZERO;
  }

  @Test
  void a_wallet_address_is_accepted_before_its_server_is_known() {
    var acceptance = acceptance(Map.of("servers", "https://auth.wallet.example"));

    assertThat(acceptance.of(Scene.request(), null, Scene.NOW)).isInstanceOf(Accepted.class);
  }

  @Test
  void the_clients_default_bounds_a_request_that_does_not_say() {
    var acceptance = acceptance(Map.of("expires-in", "2h"));

    assertThat(acceptance.of(Scene.request(), null, Scene.NOW))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(accepted.grant().expiresAt())
                    .isEqualTo(Scene.NOW.plus(Duration.ofHours(2))));
    assertThat(acceptance.of(Scene.request(null, null, Duration.ofHours(1)), null, Scene.NOW))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(accepted.grant().expiresAt())
                    .isEqualTo(Scene.NOW.plus(Duration.ofHours(1))));
  }

  @ParameterizedTest
  @CsvSource({"25h, PT25H", "999ms, PT0.999S"})
  void a_default_that_no_request_could_say_stops_the_start(String setting, String told) {
    assertThatThrownBy(() -> acceptance(Map.of("expires-in", setting)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "grantflow.clients.shop.expires-in is %s and must be from PT1S to".formatted(told)
                + " grantflow.engine.expires-in-max, which is PT24H");
  }
}
