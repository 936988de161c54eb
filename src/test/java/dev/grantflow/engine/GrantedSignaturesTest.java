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
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Problem;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class GrantedSignaturesTest {

  private static final RequestContent BODY =
      new RequestContent.Sent("application/json", "{}".getBytes(UTF_8));

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final Signing signing = new Signing(clients);

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  @Test
  void signs_a_call_that_was_granted() {
    signing.put(Signing.OUTGOING);

    var outcome = signing.sign("POST", Signing.RS + "/outgoing-payments", BODY);

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
    signing.put(Signing.OUTGOING);

    signing.sign("POST", Signing.RS + "/outgoing-payments", BODY);

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
    signing.put(Signing.OUTGOING);

    assertThat(signing.sign("GET", Signing.RS + "/outgoing-payments/1", null))
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
    signing.put(Signing.OUTGOING);

    assertThat(signing.sign(method, targetUri, method.equals("POST") ? BODY : null))
        .isEqualTo(new Outcome.Refused(List.of(new Problem("targetUri", message))));
  }

  @Test
  void refuses_access_of_a_type_that_it_cannot_hold_a_call_against() {
    signing.put("{\"access\":[{\"type\":\"photo\",\"actions\":[\"read\"]}],\"value\":\"t\"}");

    assertThat(Signing.problem(signing.sign("GET", Signing.RS + "/photos/1", null)))
        .isEqualTo(
            new Problem(
                "targetUri",
                "cannot be held against what was granted (photo [read]): only calls on"
                    + " incoming-payment, quote and outgoing-payment are signed"));
  }

  @Test
  void access_without_an_identifier_is_for_the_wallet_address_that_was_asked_at() {
    signing.put("{\"access\":[{\"type\":\"quote\",\"actions\":[\"create\"]}],\"value\":\"t\"}");
    WalletAddresses wallets =
        wallet -> wallet.equals(Scene.WALLET) ? Signing.FOUND : new Discovery.Found(Scene.ENDPOINT);

    var outcome =
        signing
            .signatures(wallets)
            .sign(Scene.ID, new RequestToSign("POST", Signing.RS + "/quotes", BODY, null));

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
    signing.put(Signing.OUTGOING);
    var wellFormed = "sha-256=:" + "A".repeat(43) + "=:";

    var outcome =
        signing.sign(
            "POST",
            Signing.RS + "/outgoing-payments",
            new RequestContent.Digested(type, digest == null ? wellFormed : digest, length));

    assertThat(Signing.problem(outcome).field()).isEqualTo(field);
  }

  @Test
  void wants_a_body_where_something_is_created_and_none_where_something_is_read() {
    signing.put(Signing.OUTGOING);

    assertThat(
            Signing.problem(signing.sign("POST", Signing.RS + "/outgoing-payments", null)).field())
        .isEqualTo("body");
    assertThat(
            Signing.problem(signing.sign("GET", Signing.RS + "/outgoing-payments/1", BODY)).field())
        .isEqualTo("body");
  }

  @Test
  void a_wallet_address_that_cannot_be_asked_is_no_refusal() {
    signing.put(Signing.OUTGOING);
    var away = new Discovery.Unavailable(GrantError.of("x", "Away."), Duration.ofSeconds(7));

    var outcome =
        signing
            .signatures(new FixedWallets(away))
            .sign(
                Scene.ID,
                new RequestToSign("GET", Signing.RS + "/outgoing-payments/1", null, null));

    assertThat(outcome).isEqualTo(new Outcome.Unavailable("Away.", Duration.ofSeconds(7)));
  }

  @Test
  void a_wallet_that_names_no_resource_server_is_none_to_sign_for() {
    signing.put(Signing.OUTGOING);

    var outcome =
        signing
            .signatures(new FixedWallets(new Discovery.Found(Scene.ENDPOINT)))
            .sign(
                Scene.ID,
                new RequestToSign("GET", Signing.RS + "/outgoing-payments/1", null, null));

    assertThat(Signing.problem(outcome))
        .isEqualTo(
            new Problem(
                "targetUri",
                "cannot be checked: no resource server is known for what was granted."));
  }
}
