package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What Grantflow is for, from the first command to the last event.
class MainJobIT {

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @Test
  void a_grant_that_needs_no_consent_is_finalized_at_once() {
    var bob = platform.wallet("bob").toString();

    platform.commands().publish(grantId, "GrantRequested", Samples.incomingPayment(grantId, bob));

    var finalized = platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
    assertThat(finalized.data().at("/access_token/value").textValue()).isNotBlank();
    assertThat(finalized.data().at("/access_token/access/0/type").textValue())
        .isEqualTo("incoming-payment");
    assertThat(finalized.data().at("/client").textValue()).isEqualTo("shop");
    assertThat(finalized.data().at("/trigger").textValue()).isEqualTo("request");
    assertThat(platform.events().of(grantId)).hasSize(1);
  }

  @Test
  void a_consented_and_then_revoked_grant_is_pending_finalized_and_revoked_once_each() {
    requestPayment();
    var redirect = awaitRedirect();
    var browser = new UserAgent().approve(redirect);
    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);

    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "cancelled"));

    var revoked = platform.events().await(grantId, "GrantRevoked", Platform.PATIENCE);
    assertThat(platform.events().of(grantId))
        .extracting(SeenEvent::type)
        .containsExactly("GrantPending", "GrantFinalized", "GrantRevoked");
    assertThat(platform.events().of(grantId)).extracting(SeenEvent::id).doesNotHaveDuplicates();
    assertThat(revoked.data().at("/reason").textValue()).isEqualTo("cancelled");
    assertThat(revoked.data().at("/metadata/order").textValue()).isEqualTo("A-1001");
    assertThat(browser.statusCode()).isEqualTo(303);
    assertThat(browser.headers().firstValue("Location"))
        .contains(Platform.RETURN_URI + "?grantId=" + grantId + "&status=FINALIZED");
  }

  @Test
  void a_denied_grant_is_rejected_and_gone_at_the_server() {
    requestPayment();
    var redirect = awaitRedirect();

    var browser = new UserAgent().deny(redirect);

    var rejected = platform.events().await(grantId, "GrantRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/error/code").textValue()).isEqualTo("user_denied");
    assertThat(browser.headers().firstValue("Location"))
        .contains(Platform.RETURN_URI + "?grantId=" + grantId + "&status=REJECTED");
  }

  @Test
  void a_refreshed_finish_page_changes_nothing_and_says_the_same() {
    requestPayment();
    var alice = new UserAgent();
    var callback = ConsentDriver.approve(alice.open(awaitRedirect()));
    var first = alice.get(callback);
    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);

    var second = alice.get(callback);

    assertThat(second.statusCode()).isEqualTo(first.statusCode());
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(platform.events().of(grantId)).hasSize(2);
  }

  @Test
  void a_forged_callback_leaves_the_grant_to_its_resource_owner() {
    requestPayment();
    var alice = new UserAgent();
    var callback = ConsentDriver.approve(alice.open(awaitRedirect()));
    var forged = URI.create(callback.toString().replaceAll("interact_ref=[^&]*", "interact_ref=x"));

    var refused = alice.get(forged);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(platform.events().of(grantId)).hasSize(1);
    alice.get(callback);
    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
  }

  @Test
  void an_unknown_callback_is_told_so() {
    var unknown = platform.grantflow().uri().resolve("/finish/" + UUID.randomUUID());

    var answer = Browser.get(URI.create(unknown + "?hash=aaaa&interact_ref=b"));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  private void requestPayment() {
    var alice = platform.wallet("alice").toString();
    var data = Samples.outgoingPayment(grantId, alice, Platform.RETURN_URI);
    platform.commands().publish(grantId, "GrantRequested", data);
  }

  private URI awaitRedirect() {
    var pending = platform.events().await(grantId, "GrantPending", Platform.PATIENCE);
    return URI.create(pending.data().at("/interact/redirect").textValue());
  }
}
