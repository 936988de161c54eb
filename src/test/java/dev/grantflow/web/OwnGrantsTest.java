package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.GrantRecords.Query;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Services of one platform do not act for each other's client instance. The grant is the shop's.
@Timeout(60)
final class OwnGrantsTest {

  private static final String ONE = "/v1/grants/order-7";
  private static final Entry ENDED =
      new Entry(3, "REQUESTED", "EXPIRED", "deadline", Instant.EPOCH);
  private static final String REQUEST =
      """
      {"grantId": "order-7", %s "authServer": "https://auth.example/",
       "access_token": {"access": [{"type": "incoming-payment", "actions": ["create"]}]}}\
      """;

  @RegisterExtension
  static final WebServer SERVER =
      WebServer.withApi(Map.of("grantflow.security.clients-claim", "grantflow_clients"));

  @BeforeEach
  void there_is_a_grant_of_the_shop() {
    SERVER.grants().show(Grants.in(Status.EXPIRED), null, ENDED);
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.PENDING)));
    SERVER.signatures().answer(() -> new Outcome.NotUsable("It is PENDING."));
    SERVER.tokens().answer(TokenControllerTest.read());
    SERVER.grants().show(new Page(List.of(Grants.in(Status.PENDING)), null));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/grants/order-7",
    "GET, /v1/grants/order-7/events",
    "DELETE, /v1/grants/order-7",
    "POST, /v1/grants/order-7/signatures",
    "GET, /v1/grants/order-7/token",
  })
  void of_another_are_unknown(String method, String path) throws Exception {
    var foreign = send(method, path, "", "kiosk");
    SERVER.grants().forget();
    var unknown = send(method, path, "", "shop");

    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body()).contains("/problems/grant-unknown");
    assertThat(head(foreign)).isEqualTo(head(unknown));
    assertThat(SERVER.grants().taken()).isEmpty();
    assertThat(SERVER.signatures().asked()).isEmpty();
    assertThat(SERVER.tokens().asked()).isEmpty();
    assertThat(SERVER.grants().loaded()).as("which would take its time").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/grants/order-7, 200",
    "GET, /v1/grants/order-7/events, 200",
    "DELETE, /v1/grants/order-7, 202",
    "POST, /v1/grants/order-7/signatures, 409",
    "GET, /v1/grants/order-7/token, 200",
  })
  void of_ones_own_are_there(String method, String path, int status) throws Exception {
    var body = method.equals("POST") ? SignaturesControllerTest.READ : "";

    assertThat(send(method, path, body, "kiosk", "shop").statusCode()).isEqualTo(status);
  }

  @Test
  void are_none_where_the_token_names_no_client() throws Exception {
    var token = "Bearer " + WebServer.IDENTITY.token(SandboxIdentityProvider.SCOPES);

    assertThat(SERVER.bare("GET", ONE, "Authorization", token).statusCode()).isEqualTo(404);
    assertThat(SERVER.bare("GET", "/v1/grants", "Authorization", token).body())
        .isEqualTo("{\"grants\":[]}");
    assertThat(SERVER.grants().queries()).isEmpty();
  }

  @Test
  void are_asked_for_as_the_one_client_that_the_token_names() throws Exception {
    var answer = send("POST", "/v1/grants", REQUEST.formatted(""), "shop");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(SERVER.grants().taken())
        .singleElement()
        .satisfies(
            taken ->
                assertThat(((GrantRequested) taken.command()).client())
                    .isEqualTo(new ClientName("shop")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"client\": \"bank\","})
  void are_not_asked_for_in_anothers_name(String client) throws Exception {
    var answer = send("POST", "/v1/grants", REQUEST.formatted(client), "shop", "kiosk");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(DataJson.MAPPER.readTree(answer.body()).at("/problems/0/field").stringValue())
        .isEqualTo("client");
    assertThat(SERVER.grants().taken()).isEmpty();
  }

  @Test
  void are_asked_for_in_the_name_of_one_of_several() throws Exception {
    var body = REQUEST.formatted("\"client\": \"kiosk\",");

    assertThat(send("POST", "/v1/grants", body, "shop", "kiosk").statusCode()).isEqualTo(202);
  }

  @Test
  void are_all_that_a_list_shows() throws Exception {
    var shop = send("GET", "/v1/grants", "", "shop");
    var several = send("GET", "/v1/grants?client=shop", "", "shop", "kiosk");
    var foreign = send("GET", "/v1/grants?client=shop", "", "kiosk");

    assertThat(shop.body()).contains("order-7");
    assertThat(several.body()).contains("order-7");
    assertThat(foreign.body()).isEqualTo("{\"grants\":[]}");
    assertThat(SERVER.grants().queries()).extracting(Query::client).containsExactly("shop", "shop");
  }

  /// Where a page of all there are ends, and that it does, is of others' grants.
  @Test
  void of_several_clients_are_not_listed_at_once() throws Exception {
    var behind = new Place(Instant.parse("2026-03-01T12:00:00Z"), 17);
    SERVER.grants().show(new Page(List.of(Grants.in(Status.PENDING)), behind));
    var asked = SERVER.grants().queries().size();

    var answer = send("GET", "/v1/grants", "", "kiosk", "bank");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Link")).isEmpty();
    assertThat(answer.body())
        .contains("\"client\"", "the token names several")
        .doesNotContain("cursor", "order-7");
    assertThat(SERVER.grants().queries()).hasSize(asked);
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... clients) throws Exception {
    return SERVER.sendBody(
        method,
        path,
        body,
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer "
            + WebServer.IDENTITY.token(
                claims -> {
                  claims.put("scope", String.join(" ", SandboxIdentityProvider.SCOPES));
                  var names = claims.putArray("grantflow_clients");
                  List.of(clients).forEach(names::add);
                }));
  }

  private static Map<String, List<String>> head(HttpResponse<String> answer) {
    var head = new TreeMap<>(answer.headers().map());
    head.remove("date");
    return head;
  }
}
