package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.engine.ResourceSignatures.RequestToSign;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.grant.Upkeep;
import dev.grantflow.sandbox.SandboxKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which grants have a token that is signed with, and by which key.
class SignableGrantsTest {

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final Signing signing = new Signing(clients);

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  @Test
  void does_not_know_a_grant_that_was_never_asked_for() {
    assertThat(signing.sign("GET", Signing.RS + "/quotes/1", null))
        .isEqualTo(new Outcome.UnknownGrant());
  }

  @Test
  void a_grant_that_is_not_finalized_has_nothing_to_sign_with() {
    signing.scene.store.put(Scene.grant(Scene.pending()));

    assertThat(signing.sign("GET", Signing.RS + "/quotes/1", null))
        .isEqualTo(
            new Outcome.NotUsable(
                "The grant is PENDING; only a FINALIZED grant has a token to sign with."));
  }

  @Test
  void a_subject_is_no_token() {
    signing.scene.store.put(Scene.grant(new GrantState.Finalized(Scene.ISSUE, null)));

    assertThat(signing.sign("GET", Signing.RS + "/quotes/1", null))
        .isInstanceOf(Outcome.NotUsable.class);
  }

  @Test
  void a_token_is_used_until_it_expires_and_not_after() {
    signing.put(Signing.token(Signing.OUTGOING, null, Scene.NOW.plusSeconds(60)));

    signing.scene.time.pass(Duration.ofSeconds(59));
    var before = signing.sign("GET", Signing.RS + "/outgoing-payments/1", null);
    signing.scene.time.pass(Duration.ofSeconds(1));
    var after = signing.sign("GET", Signing.RS + "/outgoing-payments/1", null);

    assertThat(before).isInstanceOf(Outcome.Signed.class);
    assertThat(after)
        .isEqualTo(
            new Outcome.NotUsable(
                "The access token expired at 2026-03-01T12:01:00Z. Ask for a new grant."));
  }

  /// Between two tries of the revocation, and while another call of the grant is under way.
  @Test
  void a_token_that_is_to_be_revoked_is_not_signed_with() {
    var issue =
        new Issue(
            List.of(
                Signing.token(Signing.OUTGOING, "one", null),
                Signing.token(Signing.OUTGOING, "two", null)),
            null);
    var removal = new TokenUpkeep.Removal(null, Scene.NOW, 1, Scene.LEASE_END);
    var upkeep =
        new Upkeep(
            List.of(new TokenUpkeep(1, null, false, 0, false, null, removal), TokenUpkeep.NONE));
    var held = new GrantState.Finalized(issue, null, upkeep);

    for (var state : List.of(held, new GrantState.Rotating(held, 1, Scene.LEASE_END))) {
      signing.scene.store.put(Scene.grant(state));
      assertThat(signing.sign("one")).isInstanceOf(Outcome.NotUsable.class);
    }
    signing.scene.store.put(Scene.grant(held));
    assertThat(signing.sign("two")).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void a_token_whose_rotation_is_at_the_server_is_not_signed_with() {
    var held =
        new GrantState.Finalized(
            new Issue(List.of(Signing.token(Signing.OUTGOING, null, null)), null), null);
    signing.scene.store.put(Scene.grant(new GrantState.Rotating(held, 0, Scene.LEASE_END)));

    assertThat(signing.sign((String) null)).isInstanceOf(Outcome.NotUsable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"flags\":[\"bearer\"]", "\"key\":{\"proof\":\"httpsig\"}"})
  void a_token_that_the_clients_key_is_of_no_use_for_is_not_signed_with(String member) {
    signing.put(Signing.OUTGOING.replace("{\"access\"", "{" + member + ",\"access\""));

    assertThat(signing.sign("GET", Signing.RS + "/outgoing-payments/1", null))
        .isInstanceOf(Outcome.NotUsable.class);
  }

  @Test
  void among_several_tokens_the_label_chooses() {
    signing.put(
        Signing.token("{\"access\":[],\"value\":\"a\"}", "one", null),
        Signing.token(Signing.OUTGOING, "two", null));

    assertThat(signing.sign("two")).isInstanceOf(Outcome.Signed.class);
    assertThat(Signing.problem(signing.sign("three")))
        .isEqualTo(new Problem("label", "must be one of the grant's tokens: [one, two]"));
    assertThat(Signing.problem(signing.sign((String) null)).field()).isEqualTo("label");
    assertThat(Signing.problem(signing.sign("one")).message())
        .endsWith(
            "(nothing): only calls on incoming-payment,"
                + " quote and outgoing-payment are signed");
  }

  @ParameterizedTest
  @CsvSource({"KEY, shop-key", "WALLET_ADDRESS_OBJECT, next"})
  void a_token_that_is_bound_to_a_key_is_signed_for_with_that_key(String form, String keyId) {
    var changed =
        Scene.shop(
            folder,
            Map.of(
                "client-field",
                form,
                "keys.next.key-id",
                "next",
                "keys.next.key-file",
                SandboxKey.make("next", folder).file().toString(),
                "keys.next.active-from",
                Scene.NOW.minusSeconds(1).toString()));
    var grant = Scene.grant(Signing.finalized(Signing.token(Signing.OUTGOING, null, null)));
    var answered =
        new Grant(
            grant.id(),
            grant.client(),
            grant.request(),
            grant.state(),
            grant.acceptedAt(),
            grant.expiresAt(),
            Scene.ENDPOINT,
            null,
            1,
            1,
            null);
    signing.scene.store.put(answered.signedBy("shop-key"));

    var outcome =
        signing
            .signatures(new FixedWallets(Signing.FOUND), changed)
            .sign(
                Scene.ID,
                new RequestToSign("GET", Signing.RS + "/outgoing-payments/1", null, null));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Signed.class,
            signed ->
                assertThat(signed.headers().get("Signature-Input"))
                    .contains("keyid=\"%s\"".formatted(keyId)));
  }

  @Test
  void nobody_signs_for_a_client_that_is_gone() {
    var grant = Scene.grant(Signing.finalized(Signing.token(Signing.OUTGOING, null, null)));
    signing.scene.store.put(
        new Grant(
            new GrantId("gone"),
            new ClientName("gone"),
            grant.request(),
            grant.state(),
            grant.acceptedAt(),
            grant.expiresAt(),
            null,
            null,
            1,
            1,
            null));

    var outcome =
        signing
            .signatures(new FixedWallets(Signing.FOUND))
            .sign(
                new GrantId("gone"),
                new RequestToSign("GET", Signing.RS + "/outgoing-payments/1", null, null));

    assertThat(outcome)
        .isEqualTo(
            new Outcome.NotUsable(
                "The client instance gone, whose grant it is, is not configured any more."));
  }
}
