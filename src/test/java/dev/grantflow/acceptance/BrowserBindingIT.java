package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// RFC 9635 §11.24 against the real service: which browser may bring an answer home.
class BrowserBindingIT {

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();
  private final UserAgent alice = new UserAgent();
  private final UserAgent mallory = new UserAgent();

  @Test
  void a_second_browser_that_has_the_finish_link_is_refused_and_the_first_goes_on() {
    var callback = ConsentDriver.approve(alice.open(request(grantId)));

    var stolen = mallory.get(callback);

    assertThat(stolen.statusCode()).isEqualTo(403);
    assertThat(stolen.body())
        .contains("Please continue where you began", "was not begun in this browser")
        .doesNotContain(grantId);
    assertThat(types(grantId)).containsExactly("GrantPending");
    assertLandsWith(alice.get(callback), grantId, "FINALIZED");
    await(grantId, "GrantFinalized");
  }

  @Test
  void a_consent_page_that_was_handed_to_somebody_else_comes_to_nothing() {
    var page = mallory.open(request(grantId));

    var brought = alice.get(ConsentDriver.approve(page));

    assertThat(brought.statusCode()).isEqualTo(403);
    assertThat(types(grantId)).containsExactly("GrantPending");
  }

  @Test
  void somebody_elses_approval_is_not_brought_home_by_a_browser_with_a_grant_of_its_own() {
    var other = Platform.newGrantId();
    alice.open(request(grantId));
    var callback = ConsentDriver.approve(mallory.open(request(other)));

    assertThat(alice.get(callback).statusCode()).isEqualTo(403);

    assertThat(types(other)).containsExactly("GrantPending");
    assertThat(types(grantId)).containsExactly("GrantPending");
  }

  @Test
  void a_denial_without_a_hash_counts_in_the_right_browser_only() {
    var denied = ConsentDriver.deny(alice.open(request(grantId)));

    assertThat(mallory.get(denied).statusCode()).isEqualTo(403);
    assertThat(types(grantId)).containsExactly("GrantPending");

    assertLandsWith(alice.get(denied), grantId, "REJECTED");
  }

  @Test
  void neither_a_push_nor_a_wrong_hash_is_a_way_round_it() {
    var callback = ConsentDriver.approve(alice.open(request(grantId)));

    var pushed =
        new Api(platform.grantflow().uri())
            .send(
                "POST",
                callback.getPath(),
                "{\"hash\":\"%s\",\"interact_ref\":\"%s\"}"
                    .formatted(parameter(callback, "hash"), parameter(callback, "interact_ref")),
                "Content-Type",
                "application/json");
    var forged =
        alice.get(
            URI.create(callback.toString().replaceAll("interact_ref=[^&]*", "interact_ref=x")));

    assertThat(pushed.statusCode()).isEqualTo(403);
    assertThat(forged.statusCode()).isEqualTo(400);
    assertThat(types(grantId)).containsExactly("GrantPending");
    assertLandsWith(alice.get(callback), grantId, "FINALIZED");
  }

  @Test
  void two_grants_in_one_browser_come_back_in_any_order_and_swapped_ones_not_at_all() {
    var other = Platform.newGrantId();
    var one = ConsentDriver.approve(alice.open(request(grantId)));
    var two = ConsentDriver.approve(alice.open(request(other)));

    var swapped = alice.get(URI.create(withoutQuery(one) + "?" + two.getRawQuery()));

    assertThat(swapped.statusCode()).isEqualTo(400);
    assertThat(types(grantId)).containsExactly("GrantPending");
    assertLandsWith(alice.get(two), other, "FINALIZED");
    assertLandsWith(alice.get(one), grantId, "FINALIZED");
  }

  @Test
  void the_start_may_be_opened_by_whoever_looks_at_links_and_again() {
    var start = request(grantId);
    mallory.open(start);
    alice.open(start);

    var callback = ConsentDriver.approve(alice.open(start));

    assertThat(alice.jar().cookies()).hasSize(1);
    assertLandsWith(alice.get(callback), grantId, "FINALIZED");
    assertThat(alice.get(start).statusCode()).isEqualTo(410);
  }

  @Test
  void late_and_repeated_callbacks_change_nothing() {
    var callback = ConsentDriver.approve(alice.open(request(grantId)));
    alice.get(callback);
    await(grantId, "GrantFinalized");
    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "cancelled"));
    await(grantId, "GrantRevoked");

    assertLandsWith(alice.get(callback), grantId, "REVOKED");
    assertThat(mallory.get(callback).statusCode()).isEqualTo(403);

    assertThat(types(grantId)).containsExactly("GrantPending", "GrantFinalized", "GrantRevoked");
  }

  @Test
  void the_grants_id_is_in_no_address_and_the_api_tells_the_same_start() {
    var start = request(grantId);

    var shown = new Api(platform.grantflow().uri()).get("/v1/grants/" + grantId);
    var callback = ConsentDriver.approve(alice.open(start));

    assertThat(start.toString())
        .matches(
            "http://localhost:%d/start/[A-Za-z0-9_-]{43}"
                .formatted(platform.grantflow().uri().getPort()));
    assertThat(Api.json(shown).at("/interact/redirect").asText()).isEqualTo(start.toString());
    assertThat(callback.toString()).doesNotContain(grantId, start.getPath().substring(7));
    assertThat(alice.jar().cookies().toString()).doesNotContain(grantId);
  }

  @Test
  void where_it_is_off_any_browser_may_come_back() {
    var redirect = request(grantId, "unbound");
    assertThat(redirect.getPath()).doesNotContain("/start/");

    assertLandsWith(mallory.get(ConsentDriver.approve(redirect)), grantId, "FINALIZED");
  }

  private URI request(String id) {
    return request(id, "shop");
  }

  private URI request(String id, String client) {
    var wallet = platform.wallet("alice").toString();
    var data = Samples.outgoingPayment(id, wallet, Platform.RETURN_URI);
    var named = data.replaceFirst("\\{", "{\"client\":\"" + client + "\",");
    platform.commands().publish(id, "GrantRequested", named);
    return URI.create(await(id, "GrantPending").data().at("/interact/redirect").textValue());
  }

  private SeenEvent await(String id, String type) {
    return platform.events().await(id, type, Platform.PATIENCE);
  }

  private List<String> types(String id) {
    return platform.events().of(id).stream().map(SeenEvent::type).toList();
  }

  private static void assertLandsWith(HttpResponse<String> answer, String id, String status) {
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .contains(Platform.RETURN_URI + "?grantId=" + id + "&status=" + status);
  }

  private static String withoutQuery(URI uri) {
    return uri.toString().replaceFirst("\\?.*", "");
  }

  private static String parameter(URI uri, String name) {
    return Stream.of(uri.getQuery().split("&", -1))
        .filter(it -> it.startsWith(name + "="))
        .map(it -> it.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
