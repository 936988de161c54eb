package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client instance may ask for, and what it is told when it asks for more.
class ClientLimitsTest {

  private static final String READ =
      "{\"type\":\"outgoing-payment\",\"actions\":[\"list\",\"read\"],\"identifier\":\"https://w.example/a\"}";
  private static final String QUOTE = "{\"type\":\"quote\",\"actions\":[\"create\"]}";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private Configured configured;

  @BeforeEach
  void configure() {
    configured = new Configured().with("shop", new KeyFiles(folder).fresh("shop.pem"));
  }

  private ClientInstance shop() {
    return configured.start().find(null).orElseThrow();
  }

  private List<Problem> problems(String accessToken) {
    return shop().problems(new Wanted(new Json(accessToken), null));
  }

  private static String token(String... access) {
    return "{\"access\":[" + String.join(",", access) + "]}";
  }

  private static String paying(String limits) {
    return "{\"type\":\"outgoing-payment\",\"actions\":[\"create\"],\"identifier\":\"https://w.example/a\""
        + (limits.isEmpty() ? "" : ",\"limits\":" + limits)
        + "}";
  }

  private static String amount(String name, String value, String asset, int scale) {
    return "{\"%s\":{\"value\":\"%s\",\"assetCode\":\"%s\",\"assetScale\":%d}}"
        .formatted(name, value, asset, scale);
  }

  @Test
  void without_a_setting_there_is_no_limit() {
    assertThat(problems(token(paying(""), "\"some-reference\"", "{\"type\":\"x\"}"))).isEmpty();
    assertThat(shop().allowsServer(URI.create("https://any.example/"))).isTrue();
    assertThat(shop().expiresIn()).isEmpty();
  }

  @Test
  void types_of_access_that_are_not_allowed_are_named() {
    configured = configured.with("shop", "access-types", "quote, incoming-payment");

    assertThat(problems("[" + token(QUOTE) + "," + token(QUOTE, READ, "\"quote\"", "\"x\"") + "]"))
        .containsExactly(
            new Problem(
                "access_token[1].access[1].type",
                "Client shop may not ask for this. Use one of [incoming-payment, quote], or add it"
                    + " to grantflow.clients.shop.access-types."),
            new Problem(
                "access_token[1].access[3]",
                "Client shop may not ask for this. Use one of [incoming-payment, quote], or add it"
                    + " to grantflow.clients.shop.access-types."));
  }

  @ParameterizedTest
  @CsvSource({
    "25000, USD, 2, true",
    "25001, USD, 2, false",
    "250, USD, 0, true",
    "251, USD, 0, false",
    "250000000000, USD, 9, true",
    "250000000001, USD, 9, false",
    "18446744073709551615, USD, 255, true",
    "18446744073709551615, USD, 0, false",
    "0, USD, 2, true",
    "300, EUR, 2, true",
    "301, EUR, 2, false"
  })
  void amounts_of_any_scale_are_compared_by_their_worth(
      String value, String asset, int scale, boolean isAllowed) {
    configured = configured.with("shop", "amounts-max", "250.00 USD, 3 EUR");

    for (var name : List.of("debitAmount", "receiveAmount")) {
      assertThat(problems(token(paying(amount(name, value, asset, scale)))).isEmpty())
          .as(name)
          .isEqualTo(isAllowed);
    }
  }

  @Test
  void an_amount_that_is_too_much_is_named_with_limit_and_remedy() {
    configured = configured.with("shop", "amounts-max", List.of("250.00 USD", "3 EUR"));

    assertThat(
            problems(
                "["
                    + token(QUOTE, paying(amount("debitAmount", "1", "USD", 2)))
                    + ","
                    + token(paying(amount("receiveAmount", "25001", "USD", 2)))
                    + "]"))
        .containsExactly(
            new Problem(
                "access_token[1].access[0].limits.receiveAmount",
                "This is more than the 250.00 USD that client shop may ask for. Ask for less, or"
                    + " raise grantflow.clients.shop.amounts-max."));
  }

  @Test
  void an_asset_that_has_no_limit_is_not_allowed_where_others_have_one() {
    configured = configured.with("shop", "amounts-max", "250.00 USD, 3 EUR");

    assertThat(problems(token(paying(amount("debitAmount", "1", "usd", 2)))))
        .containsExactly(
            new Problem(
                "access_token.access[0].limits.debitAmount.assetCode",
                "Client shop may not ask for amounts in this asset, only for up to 250.00 USD, 3"
                    + " EUR. Use one of these, or add it to grantflow.clients.shop.amounts-max."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"interval\":\"R/2026-01-01/P1M\"}"})
  void to_pay_without_an_amount_is_more_than_any_limit(String limits) {
    configured = configured.with("shop", "amounts-max", "250.00 USD, 3 EUR");

    assertThat(problems(token(READ, paying(limits))))
        .containsExactly(
            new Problem(
                "access_token.access[1].limits",
                "Without debitAmount and receiveAmount there is no limit, and client shop may ask"
                    + " for 250.00 USD, 3 EUR at most. Give one of the two, or remove"
                    + " grantflow.clients.shop.amounts-max."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"outgoing-payment\"", "\"pay-anything\""})
  void a_reference_to_rights_is_more_than_any_limit(String reference) {
    configured = configured.with("shop", "amounts-max", "250.00 USD");

    assertThat(problems(token(reference)))
        .containsExactly(
            new Problem(
                "access_token.access[0]",
                "A reference to rights says nothing of amounts, and client shop may ask for 250.00"
                    + " USD at most. Give an object with a type, or add the reference to"
                    + " grantflow.clients.shop.access-types."));
  }

  @Test
  void a_reference_that_the_operator_names_is_allowed_beside_a_limit() {
    configured =
        configured
            .with("shop", "amounts-max", "250.00 USD")
            .with("shop", "access-types", "outgoing-payment,balance");

    assertThat(problems(token("\"balance\""))).isEmpty();
    assertThat(problems(token("\"outgoing-payment\""))).hasSize(1);
  }

  @Test
  void who_asks_for_a_subject_only_asks_for_no_access() {
    configured =
        configured.with("shop", "access-types", "quote").with("shop", "amounts-max", "1 X");

    assertThat(shop().problems(new Wanted(null, new Json("{\"sub_ids\":[]}")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://auth.wallet.example, true",
    "https://auth.wallet.example/, true",
    "https://AUTH.wallet.example:443/grants?tenant=1, true",
    "http://auth.wallet.example/, false",
    "https://auth.wallet.example:8443/, false",
    "https://auth.wallet.example.evil.example/, false",
    "https://auth.wallet.example@evil.example/, false",
    "https://shared.example/tenant, true",
    "https://shared.example/tenant/7, true",
    "https://shared.example/other, false"
  })
  void asks_only_the_servers_that_it_may(String endpoint, boolean isAllowed) {
    configured =
        configured.with(
            "shop", "servers", "https://auth.wallet.example,https://shared.example/tenant");

    assertThat(shop().allowsServer(URI.create(endpoint))).isEqualTo(isAllowed);
  }

  @Test
  void may_have_a_default_of_its_own_for_how_long_a_decision_may_take() {
    configured = configured.with("shop", "expires-in", "2h");

    assertThat(shop().expiresIn()).contains(Duration.ofHours(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          access-types | quote,                    | an entry is empty: fill it, or leave the property out for no limit
          servers      | auth.example              | auth.example is not an absolute http or https URI without user information, query and fragment, such as https://auth.wallet.example
          servers      | https://auth.example?x=1  | https://auth.example is not an absolute http or https URI without user information, query and fragment, such as https://auth.wallet.example
          servers      | https://*.example         | https://*.example is not an absolute http or https URI without user information, query and fragment, such as https://auth.wallet.example
          amounts-max  | 250                       | 250 is not an amount and an asset code, such as 250.00 USD
          amounts-max  | USD 250                   | USD 250 is not an amount and an asset code, such as 250.00 USD
          amounts-max  | -1 USD                    | -1 USD is not an amount and an asset code, such as 250.00 USD
          amounts-max  | 1 USD,1e3 EUR             | 1e3 EUR is not an amount and an asset code, such as 250.00 USD
          amounts-max  | 1 USD, 2 USD              | there are two amounts in USD: keep one
          """)
  void a_limit_that_is_none_stops_the_start(String property, String value, String fault) {
    configured = configured.with("shop", property, List.of(value.split(",", -1)));

    assertThatThrownBy(configured::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage("grantflow.clients.shop.%s: %s".formatted(property, fault));
  }
}
