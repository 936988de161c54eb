package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.HttpEgress;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §11.34 Server-side request forgery: what leads away from the server")
class ForeignUriTest {

  private static final Json CLIENT = new Json("{\"walletAddress\":\"https://shop.example\"}");

  private final ScriptedServer server = new ScriptedServer(CLIENT, List.of());
  private final ScriptedServer other = new ScriptedServer(CLIENT, List.of());

  @AfterEach
  void close() {
    server.close();
    other.close();
  }

  private static String continuation(Object uri) {
    return "\"continue\":{\"access_token\":{\"value\":\"next\"},\"uri\":\"%s\"}".formatted(uri);
  }

  private static String token(Object manage) {
    return "\"access_token\":{\"value\":\"t\",\"manage\":\"%s\"}".formatted(manage);
  }

  private Answer.ToRequest ask(String... members) {
    return server
        .answers(200, "{" + String.join(",", members) + "}")
        .gnap
        .request(server.client, server.uri("/"), WANTED, OFFER)
        .answer();
  }

  private Answer.ToContinue proceed(String... members) {
    return server
        .answers(200, "{" + String.join(",", members) + "}")
        .gnap
        .continueGrant(server.client, server.continuation(), INTERACT_REF);
  }

  private Answer.ToRotate rotate(String... members) {
    return server
        .answers(200, "{" + String.join(",", members) + "}")
        .gnap
        .rotate(server.client, server.managed());
  }

  private GrantError foreign(String member, String host) {
    return new GrantError(
        "foreign_uri",
        "%s answered 200 with a %s at %s, which is another server: nothing was sent there. If the two belong together, grantflow.gnap.further-origins may say so."
            .formatted(server.host(), member, host),
        200);
  }

  private GrantError left(String member, String host) {
    var error = foreign(member, host);
    return new GrantError(
        error.code(),
        error.description()
            + " A token that it issued cannot be revoked for certain and may live on until it"
            + " expires.",
        error.httpStatus());
  }

  @Test
  void what_stays_on_the_server_is_used() {
    assertThat(ask(continuation(server.uri("/c")))).isInstanceOf(StillPending.class);
    assertThat(ask(token(server.uri("/t")), continuation(server.uri("/c"))))
        .isInstanceOf(Issued.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://HOST/c",
        "http://127.0.0.1/c",
        "http://127.0.0.1:1/c",
        "http://127.0.0.2:PORT/c",
        "http://localhost:PORT/c",
        "http://[::1]:PORT/c",
        "https://as.example/c",
        "http://user@HOST/c",
        "http://HOST@evil.example/c",
        "http://evil.example:PORT/c",
        "HTTP://evil.example/c",
      })
  void a_grant_that_goes_on_elsewhere_is_refused(String uri) {
    var port = server.host().replaceFirst(".*:", "");
    var elsewhere = uri.replace("HOST", server.host()).replace("PORT", port);

    assertThat(Summary.of(ask(continuation(elsewhere)))).isEqualTo("Refused foreign_uri 200");
    assertThat(proceed(continuation(elsewhere)))
        .isInstanceOfSatisfying(
            Unusable.class,
            it -> assertThat(it.undo()).isEqualTo(new OfGrant(server.continuation())));
  }

  @Test
  void a_grant_that_goes_on_elsewhere_is_undone_and_nobody_else_called() {
    var answer = ask(token(server.uri("/t")), continuation(other.uri("/c")));

    assertThat(answer)
        .isEqualTo(
            new Unusable(
                foreign("continue.uri", "127.0.0.1"),
                new OfTokens(List.of(new Cancellation.Managed(server.uri("/t"), Secret.of("t")))),
                false));
    assertThat(server.seen).hasSize(1);
    assertThat(other.seen).isEmpty();
  }

  @Test
  void a_token_that_is_managed_elsewhere_is_undone_by_the_grant() {
    var byGrant =
        new Unusable(foreign("manage", "evil.example"), new OfGrant(server.continuation()), false);

    assertThat(ask(token("https://evil.example/t"), continuation(server.uri("/c"))))
        .isInstanceOfSatisfying(
            Unusable.class,
            it -> {
              assertThat(it.error()).isEqualTo(byGrant.error());
              assertThat(it.undo())
                  .isInstanceOfSatisfying(
                      OfGrant.class,
                      undo -> assertThat(undo.continuation().uri()).isEqualTo(server.uri("/c")));
            });
    assertThat(proceed(token("https://evil.example/t")))
        .isEqualTo(
            new Unusable(left("manage", "evil.example"), new OfGrant(server.continuation()), true));
  }

  @Test
  void a_token_among_several_that_is_managed_elsewhere_is_found_in_either_form() {
    var tokens =
        "\"access_token\":[{\"value\":\"a\",\"manage\":\"%s\"},{\"value\":\"b\",\"manage\":{\"uri\":\"https://evil.example/b\",\"access_token\":{\"value\":\"m\"}}}]"
            .formatted(server.uri("/a"));

    assertThat(ask(tokens))
        .isEqualTo(
            new Unusable(
                left("manage", "evil.example"),
                new OfTokens(List.of(new Cancellation.Managed(server.uri("/a"), Secret.of("a")))),
                true));
    assertThat(proceed(tokens))
        .isEqualTo(
            new Unusable(left("manage", "evil.example"), new OfGrant(server.continuation()), true));
  }

  @Test
  void a_token_that_nothing_undoes_may_live_on_and_that_is_said() {
    assertThat(ask(token("https://evil.example/t")))
        .isEqualTo(new Unusable(left("manage", "evil.example"), null, true));
  }

  @Test
  void where_every_token_is_managed_here_none_is_left() {
    var here = token(server.uri("/t"));
    var undo = new OfTokens(List.of(new Cancellation.Managed(server.uri("/t"), Secret.of("t"))));
    var expected = new Unusable(foreign("continue.uri", "evil.example"), undo, false);

    assertThat(ask(here, continuation("https://evil.example/c"))).isEqualTo(expected);
    assertThat(proceed(here, continuation("https://evil.example/c"))).isEqualTo(expected);
  }

  /// Services get a token verbatim, and may read as a URI what we do not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/{id}",
        "https://evil.example/a b",
        " https://evil.example/t",
        "https:\\\\evil.example",
        "//evil.example/t",
        "https:evil.example/t",
        "evil.example/t",
        "https://évil.example/t",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "/t",
        "https://"
      })
  void what_cannot_be_read_as_a_uri_leads_elsewhere_too(String uri) {
    assertThat(Summary.of(ask(token(uri), continuation(server.uri("/c")))))
        .isEqualTo("Unusable foreign_uri 200");
    assertThat(Summary.of(ask(continuation(uri)))).isEqualTo("Refused foreign_uri 200");
    assertThat(Summary.of(proceed(token(uri)))).isEqualTo("Unusable foreign_uri 200");
    assertThat(Summary.of(proceed(continuation(uri)))).isEqualTo("Unusable foreign_uri 200");
    assertThat(Summary.of(rotate(token(uri)))).isEqualTo("Unusable foreign_uri 200");
  }

  @Test
  void what_names_no_host_is_told_without_one() {
    assertThat(ask(continuation("//{evil}")))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            it ->
                assertThat(it.error().description())
                    .startsWith(
                        "%s answered 200 with a continue.uri that is no address of its own: nothing was sent there."
                            .formatted(server.host())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void what_is_blank_leads_nowhere(String uri) {
    assertThat(ask(token(uri), continuation(server.uri("/c")))).isInstanceOf(Issued.class);
  }

  @Test
  void a_fresh_token_that_is_managed_elsewhere_is_not_used() {
    assertThat(rotate(token("https://evil.example/t")))
        .isEqualTo(
            new Unusable(
                foreign("manage", "evil.example"), new OfTokens(List.of(server.managed())), true));
  }

  @Test
  void too_fast_does_not_lead_elsewhere_either() {
    server.answers(400, "{\"error\":\"too_fast\"," + continuation("https://evil.example/c") + "}");

    var answer = server.gnap.continueGrant(server.client, server.continuation(), null);

    assertThat(answer).isInstanceOf(Answer.NotNow.class);
  }

  @Test
  void what_is_configured_to_belong_together_is_used() {
    try (var spread = new ScriptedServer(CLIENT, List.of("https://api.as.example:8443/"))) {
      spread.answers(200, "{" + continuation("https://API.as.example:8443/c") + "}");

      var answer = spread.gnap.request(spread.client, spread.uri("/"), WANTED, OFFER).answer();

      assertThat(answer).isInstanceOf(StillPending.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "as.example",
        "https://as.example/path",
        "https://as.example?x",
        "https://*.as.example",
        "https://user@as.example",
        "ftp://as.example",
        "https://"
      })
  void an_origin_that_is_none_stops_the_start(String origin) {
    assertThatThrownBy(() -> new ReferralSettings(List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "grantflow.gnap.further-origins has %s: give scheme, host and port alone, such as https://api.wallet.example"
                .formatted(origin));
  }

  /// Browsers go to other servers by design, but not by plain `http`, with credentials, or to
  /// scripts.
  @ParameterizedTest
  @CsvSource({
    "https://consent.example/i, InteractionRequired",
    "http://consent.example/i, Unusable invalid_answer 200",
    "https://user:word@consent.example/i, Unusable invalid_answer 200",
    "https://user@consent.example/i, Unusable invalid_answer 200",
    "javascript:alert(1), Unusable invalid_answer 200",
    "'data:text/html,x', Unusable invalid_answer 200",
    "file:///etc/passwd, Unusable invalid_answer 200",
    "//consent.example/i, Unusable invalid_answer 200"
  })
  void browsers_are_sent_by_https_alone(String redirect, String answer) {
    var second = Duration.ofSeconds(5);
    var settings = new EgressSettings(second, second, 1000, 1, 1, false, true, false);
    var body =
        "{\"interact\":{\"redirect\":\"%s\",\"finish\":\"x\"},%s}"
            .formatted(redirect, continuation("https://as.example/c"));
    var gnap =
        new HttpGnapClient(
            _ -> ScriptedServer.reply(200, body),
            InstantSource.fixed(ScriptedServer.NOW),
            new Random(1),
            settings,
            new ReferralSettings(null));

    var given = gnap.request(server.client, URI.create("https://as.example/"), WANTED, OFFER);

    assertThat(Summary.of(given.answer())).isEqualTo(answer);
  }

  /// Wallet address documents name the server; it passes the same policy as all others.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://user@as.example/",
        "http://as.example/",
        "https://as.example:22/"
      })
  void a_grant_endpoint_that_must_not_be_called_is_not(String endpoint) {
    var second = Duration.ofSeconds(1);
    var settings = new EgressSettings(second, second, 1000, 1, 1, false, false, false);
    var where = new DestinationSettings(List.of("443"), null, null, null);
    try (var egress = new HttpEgress(settings, where)) {
      var gnap =
          new HttpGnapClient(
              egress, InstantSource.system(), new Random(1), settings, new ReferralSettings(null));

      var answer = gnap.request(server.client, URI.create(endpoint), WANTED, null).answer();

      assertThat(Summary.of(answer)).isEqualTo("Refused forbidden_address");
    }
  }
}
