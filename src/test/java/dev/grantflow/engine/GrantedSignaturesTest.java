package dev.grantflow.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.engine.ResourceSignatures.RequestContent;
import dev.grantflow.engine.ResourceSignatures.RequestToSign;
import dev.grantflow.gnap.ResourceSigner;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.grant.Upkeep;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class GrantedSignaturesTest {

  private static final String RS = "https://rs.example/op";
  private static final Discovery FOUND = new Discovery.Found(Scene.ENDPOINT, URI.create(RS));
  private static final RequestContent BODY =
      new RequestContent.Sent("application/json", "{}".getBytes(UTF_8));
  private static final String OUTGOING =
      """
      {"access":[{"type":"outgoing-payment","identifier":"https://wallet.example/alice",\
      "actions":["create","read"]}],"value":"t0p-s3cret"}\
      """;

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final Scene scene = new Scene();

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  @Test
  void signs_a_call_that_was_granted() {
    put(OUTGOING);

    var outcome = sign("POST", RS + "/outgoing-payments", BODY);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Signed.class,
            signed -> {
              assertThat(signed.headers())
                  .containsOnlyKeys(
                      "Content-Type",
                      "Content-Digest",
                      "Content-Length",
                      "Authorization",
                      "Signature-Input",
                      "Signature")
                  .containsEntry("Authorization", "GNAP t0p-s3cret");
              assertThat(signed).asString().doesNotContain("t0p-s3cret");
            });
  }

  @Test
  void leaves_a_line_in_the_log_that_says_who_where_and_what_for_and_no_secret() {
    var logger = (Logger) LoggerFactory.getLogger(GrantedSignatures.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    put(OUTGOING);

    sign("POST", RS + "/outgoing-payments", BODY);

    logger.setLevel(null);
    logger.detachAppender(log);
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage())
                  .isEqualTo("signed a call to a resource server");
              assertThat(line.getKeyValuePairs())
                  .extracting(it -> it.key + "=" + it.value)
                  .containsExactly(
                      "grantId=order-1",
                      "client=shop",
                      "method=POST",
                      "host=rs.example",
                      "access=outgoing-payment create");
            });
  }

  @Test
  void a_call_without_a_body_has_no_headers_for_one() {
    put(OUTGOING);

    assertThat(sign("GET", RS + "/outgoing-payments/1", null))
        .isInstanceOfSatisfying(
            Outcome.Signed.class,
            signed ->
                assertThat(signed.headers())
                    .containsOnlyKeys("Authorization", "Signature-Input", "Signature"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | https://rs.example/op/quotes              | needs the action create on quote, which was not granted; granted is: outgoing-payment [create, read]
          GET    | https://rs.example/op/outgoing-payments?wallet-address=a | needs the action list on outgoing-payment, which was not granted; granted is: outgoing-payment [create, read]
          DELETE | https://rs.example/op/outgoing-payments/1 | is with DELETE none of the calls on incoming payments, quotes and outgoing payments that Open Payments knows
          POST   | https://rs.example/outgoing-payments      | must lie below the resource server of the wallet address that access was granted for: https://rs.example/op
          POST   | https://evil.example/op/outgoing-payments | must lie below the resource server of the wallet address that access was granted for: https://rs.example/op
          POST   | http://rs.example/op/outgoing-payments    | must be absolute and begin with https://
          GET    | https://rs.example/op/outgoing-payments/1?a=b | must have no query: only lists have one
          """)
  void refuses_a_call_that_was_not(String method, String targetUri, String message) {
    put(OUTGOING);

    assertThat(sign(method, targetUri, method.equals("POST") ? BODY : null))
        .isEqualTo(new Outcome.Refused(List.of(new Problem("targetUri", message))));
  }

  @Test
  void refuses_access_of_a_type_that_it_cannot_hold_a_call_against() {
    put("{\"access\":[{\"type\":\"photo\",\"actions\":[\"read\"]}],\"value\":\"t\"}");

    assertThat(problem(sign("GET", RS + "/photos/1", null)))
        .isEqualTo(
            new Problem(
                "targetUri",
                "cannot be held against what was granted (photo [read]): only calls on"
                    + " incoming-payment, quote and outgoing-payment are signed"));
  }

  @Test
  void access_without_an_identifier_is_for_the_wallet_address_that_was_asked_at() {
    put("{\"access\":[{\"type\":\"quote\",\"actions\":[\"create\"]}],\"value\":\"t\"}");
    WalletAddresses wallets =
        wallet -> wallet.equals(Scene.WALLET) ? FOUND : new Discovery.Found(Scene.ENDPOINT);

    var outcome =
        signatures(wallets).sign(Scene.ID, new RequestToSign("POST", RS + "/quotes", BODY, null));

    assertThat(outcome).isInstanceOf(Outcome.Signed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          sha-512=:AAAA:              | 2  | application/json | contentDigest
          md5=:AAAA:                  | 2  | application/json | contentDigest
          -                           | 2  | no type          | contentType
          -                           | 0  | application/json | contentLength
          -                           | 16777217 | application/json | contentLength
          """)
  void refuses_content_that_no_server_would_take(
      @Nullable String digest, long length, String type, String field) {
    put(OUTGOING);
    var wellFormed = "sha-256=:" + "A".repeat(43) + "=:";

    var outcome =
        sign(
            "POST",
            RS + "/outgoing-payments",
            new RequestContent.Digested(type, digest == null ? wellFormed : digest, length));

    assertThat(problem(outcome).field()).isEqualTo(field);
  }

  @Test
  void wants_a_body_where_something_is_created_and_none_where_something_is_read() {
    put(OUTGOING);

    assertThat(problem(sign("POST", RS + "/outgoing-payments", null)).field()).isEqualTo("body");
    assertThat(problem(sign("GET", RS + "/outgoing-payments/1", BODY)).field()).isEqualTo("body");
  }

  @Test
  void does_not_know_a_grant_that_was_never_asked_for() {
    assertThat(sign("GET", RS + "/quotes/1", null)).isEqualTo(new Outcome.UnknownGrant());
  }

  @Test
  void a_grant_that_is_not_finalized_has_nothing_to_sign_with() {
    scene.store.put(Scene.grant(Scene.pending()));

    assertThat(sign("GET", RS + "/quotes/1", null))
        .isEqualTo(
            new Outcome.NotUsable(
                "The grant is PENDING; only a FINALIZED grant has a token to sign with."));
  }

  @Test
  void a_subject_is_no_token() {
    scene.store.put(Scene.grant(new GrantState.Finalized(Scene.ISSUE, null)));

    assertThat(sign("GET", RS + "/quotes/1", null)).isInstanceOf(Outcome.NotUsable.class);
  }

  @Test
  void a_token_is_used_until_it_expires_and_not_after() {
    put(token(OUTGOING, null, Scene.NOW.plusSeconds(60)));

    scene.time.pass(Duration.ofSeconds(59));
    var before = sign("GET", RS + "/outgoing-payments/1", null);
    scene.time.pass(Duration.ofSeconds(1));
    var after = sign("GET", RS + "/outgoing-payments/1", null);

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
        new Issue(List.of(token(OUTGOING, "one", null), token(OUTGOING, "two", null)), null);
    var removal = new TokenUpkeep.Removal(null, Scene.NOW, 1, Scene.LEASE_END);
    var upkeep =
        new Upkeep(
            List.of(new TokenUpkeep(1, null, false, 0, false, null, removal), TokenUpkeep.NONE));
    var held = new GrantState.Finalized(issue, null, upkeep);

    for (var state : List.of(held, new GrantState.Rotating(held, 1, Scene.LEASE_END))) {
      scene.store.put(Scene.grant(state));
      assertThat(sign("one")).isInstanceOf(Outcome.NotUsable.class);
    }
    scene.store.put(Scene.grant(held));
    assertThat(sign("two")).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void a_token_whose_rotation_is_at_the_server_is_not_signed_with() {
    var held =
        new GrantState.Finalized(new Issue(List.of(token(OUTGOING, null, null)), null), null);
    scene.store.put(Scene.grant(new GrantState.Rotating(held, 0, Scene.LEASE_END)));

    assertThat(sign((String) null)).isInstanceOf(Outcome.NotUsable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"flags\":[\"bearer\"]", "\"key\":{\"proof\":\"httpsig\"}"})
  void a_token_that_the_clients_key_is_of_no_use_for_is_not_signed_with(String member) {
    put(OUTGOING.replace("{\"access\"", "{" + member + ",\"access\""));

    assertThat(sign("GET", RS + "/outgoing-payments/1", null))
        .isInstanceOf(Outcome.NotUsable.class);
  }

  @Test
  void among_several_tokens_the_label_chooses() {
    put(token("{\"access\":[],\"value\":\"a\"}", "one", null), token(OUTGOING, "two", null));

    assertThat(sign("two")).isInstanceOf(Outcome.Signed.class);
    assertThat(problem(sign("three")))
        .isEqualTo(new Problem("label", "must be one of the grant's tokens: [one, two]"));
    assertThat(problem(sign((String) null)).field()).isEqualTo("label");
    assertThat(problem(sign("one")).message())
        .endsWith(
            "(nothing): only calls on incoming-payment,"
                + " quote and outgoing-payment are signed");
  }

  @Test
  void a_wallet_address_that_cannot_be_asked_is_no_refusal() {
    put(OUTGOING);
    var away = new Discovery.Unavailable(GrantError.of("x", "Away."), Duration.ofSeconds(7));

    var outcome =
        signatures(new FixedWallets(away))
            .sign(Scene.ID, new RequestToSign("GET", RS + "/outgoing-payments/1", null, null));

    assertThat(outcome).isEqualTo(new Outcome.Unavailable("Away.", Duration.ofSeconds(7)));
  }

  @Test
  void a_wallet_that_names_no_resource_server_is_none_to_sign_for() {
    put(OUTGOING);

    var outcome =
        signatures(new FixedWallets(new Discovery.Found(Scene.ENDPOINT)))
            .sign(Scene.ID, new RequestToSign("GET", RS + "/outgoing-payments/1", null, null));

    assertThat(problem(outcome))
        .isEqualTo(
            new Problem(
                "targetUri",
                "cannot be checked: no resource server is known for what was granted."));
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
    var grant = Scene.grant(finalized(token(OUTGOING, null, null)));
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
    scene.store.put(answered.signedBy("shop-key"));

    var outcome =
        signatures(new FixedWallets(FOUND), changed)
            .sign(Scene.ID, new RequestToSign("GET", RS + "/outgoing-payments/1", null, null));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Signed.class,
            signed ->
                assertThat(signed.headers().get("Signature-Input"))
                    .contains("keyid=\"%s\"".formatted(keyId)));
  }

  @Test
  void nobody_signs_for_a_client_that_is_gone() {
    var grant = Scene.grant(finalized(token(OUTGOING, null, null)));
    scene.store.put(
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
        signatures(new FixedWallets(FOUND))
            .sign(
                new GrantId("gone"),
                new RequestToSign("GET", RS + "/outgoing-payments/1", null, null));

    assertThat(outcome)
        .isEqualTo(
            new Outcome.NotUsable(
                "The client instance gone, whose grant it is, is not configured any more."));
  }

  private void put(String token) {
    put(token(token, null, null));
  }

  private void put(AccessToken... tokens) {
    scene.store.put(Scene.grant(finalized(tokens)));
  }

  private static GrantState finalized(AccessToken... tokens) {
    return new GrantState.Finalized(new Issue(List.of(tokens), null), null);
  }

  private static AccessToken token(
      String verbatim, @Nullable String label, @Nullable Instant expiresAt) {
    return new AccessToken(Secret.of(verbatim), null, Secret.of("m"), expiresAt, label);
  }

  private Outcome sign(@Nullable String label) {
    return signatures(new FixedWallets(FOUND))
        .sign(Scene.ID, new RequestToSign("GET", RS + "/outgoing-payments/1", null, label));
  }

  private Outcome sign(String method, String targetUri, @Nullable RequestContent content) {
    return signatures(new FixedWallets(FOUND))
        .sign(Scene.ID, new RequestToSign(method, targetUri, content, null));
  }

  private ResourceSignatures signatures(WalletAddresses wallets) {
    return signatures(wallets, clients);
  }

  private ResourceSignatures signatures(WalletAddresses wallets, ClientInstances known) {
    return new GrantedSignatures(
        scene.store,
        known,
        new GrantedCalls(wallets),
        new ResourceSigner(scene.time, scene.random),
        Scene.EGRESS,
        scene.time);
  }

  private static Problem problem(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).problems().getFirst();
  }
}
