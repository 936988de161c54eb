package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceCallTest {

  private static final String WALLET = "https://w.example/alice";

  @ParameterizedTest
  @CsvSource({
    "POST, incoming-payments, incoming-payment, create",
    "GET, incoming-payments, incoming-payment, list",
    "GET, incoming-payments/1, incoming-payment, read",
    "POST, incoming-payments/1/complete, incoming-payment, complete",
    "POST, quotes, quote, create",
    "GET, quotes/1, quote, read",
    "POST, outgoing-payments, outgoing-payment, create",
    "GET, outgoing-payments, outgoing-payment, list",
    "GET, outgoing-payments/1, outgoing-payment, read"
  })
  void knows_the_calls_of_the_resource_server_document(
      String method, String path, String type, String action) {
    assertThat(ResourceCall.of(method, List.of(path.split("/", -1))))
        .contains(new ResourceCall(type, action));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, quotes",
    "POST, quotes/1",
    "POST, quotes/1/complete",
    "POST, outgoing-payments/1/complete",
    "POST, incoming-payments/1",
    "GET, incoming-payments/1/complete",
    "POST, incoming-payments/1/complete/more",
    "POST, incoming-payments/1/Complete",
    "DELETE, incoming-payments/1",
    "PUT, quotes",
    "post, quotes",
    "POST, Quotes",
    "GET, photos/1",
    "GET, quotes/1;a",
    "GET, ''"
  })
  void knows_no_other(String method, String path) {
    assertThat(ResourceCall.of(method, List.of(path.split("/", -1)))).isEmpty();
  }

  @Test
  void everybodys_covers_ones_own_for_reading_and_listing_only() {
    assertThat(new ResourceCall("quote", "read").isAmong(List.of("read-all"))).isTrue();
    assertThat(new ResourceCall("incoming-payment", "list").isAmong(List.of("list-all"))).isTrue();
    assertThat(new ResourceCall("quote", "create").isAmong(List.of("create-all"))).isFalse();
    assertThat(new ResourceCall("quote", "read").isAmong(List.of("create"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wallet-address=https%3A%2F%2Fw.example%2Falice",
        "wallet-address=https://w.example/alice",
        "first=10&wallet-address=https://w.example/alice/&cursor=a%26b"
      })
  void a_list_is_that_of_the_granted_wallet_address(String query) {
    assertThat(list().objectionTo(Optional.of(query), Optional.of(WALLET))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                | must have no other query parameters than wallet-address, cursor, first and last
          first=10                                          | must name in its query, once, the wallet-address whose list it is
          wallet-address=https://w.example/bob              | must name in its query the wallet-address that was granted: https://w.example/alice
          wallet-address=https://w.example/alice&_method=PUT| must have no other query parameters than wallet-address, cursor, first and last
          wallet-address=https://w.example/alice&wallet-address=https://w.example/bob | must name in its query, once, the wallet-address whose list it is
          """)
  void a_list_of_another_is_objected_to(String query, String objection) {
    assertThat(list().objectionTo(Optional.of(query), Optional.of(WALLET))).contains(objection);
  }

  @Test
  void any_wallet_addresss_list_will_do_where_the_grant_names_none() {
    var query = Optional.of("wallet-address=https://w.example/bob");

    assertThat(list().objectionTo(query, Optional.empty())).isEmpty();
  }

  @Test
  void what_is_no_list_has_no_query() {
    assertThat(new ResourceCall("quote", "read").objectionTo(Optional.of("a=b"), Optional.empty()))
        .contains("must have no query: only lists have one");
  }

  private static ResourceCall list() {
    return new ResourceCall("incoming-payment", "list");
  }
}
