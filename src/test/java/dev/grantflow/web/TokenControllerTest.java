package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.TokenReads.Held;
import dev.grantflow.engine.TokenReads.Outcome;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Secret;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TokenControllerTest {

  static final String TOKEN = "/v1/grants/order-7/token";

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @Test
  void who_the_bearer_token_says_it_is_goes_into_the_record() throws Exception {
    SERVER.tokens().answer(read());

    SERVER.get(TOKEN);

    assertThat(SERVER.tokens().asked())
        .containsExactly(
            new ScriptedTokens.Asked(
                new GrantId("order-7"), null, SandboxIdentityProvider.CLIENT_ID));
  }

  @Test
  void gives_the_token_as_the_server_gave_it_and_keeps_it_out_of_caches() throws Exception {
    SERVER.tokens().answer(read());

    var answer = SERVER.get(TOKEN);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"grantId\":\"order-7\",\"client\":\"shop\",\"tokens\":["
                + "{\"access_token\":{\"manage\":\"https://as.example/t/1\",\"value\":\"s3cret\"},"
                + "\"label\":\"pay\",\"tokenVersion\":3,\"expiresAt\":\"2026-03-01T12:10:00Z\"},"
                + "{\"access_token\":{\"value\":\"other\"},\"tokenVersion\":1}],"
                + "\"subject\":{\"sub_ids\":[]}}");
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
  }

  @Test
  void a_label_is_passed_on_as_it_was_before_it_was_encoded() throws Exception {
    SERVER.tokens().answer(read());

    SERVER.get(TOKEN + "?label=a%2Bb%26c");

    assertThat(SERVER.tokens().asked())
        .extracting(ScriptedTokens.Asked::label)
        .containsExactly("a+b&c");
  }

  @Test
  void says_why_there_is_none() throws Exception {
    SERVER.tokens().answer(new Outcome.UnknownGrant());
    assertThat(SERVER.get(TOKEN).body()).contains("/problems/grant-unknown");

    SERVER.tokens().answer(new Outcome.Nothing("The grant is PENDING."));
    var nothing = SERVER.get(TOKEN);
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body())
        .contains("/problems/no-token", "\"detail\":\"The grant is PENDING.\"");

    SERVER.tokens().answer(new Outcome.NotUsable("It is being rotated."));
    assertThat(SERVER.get(TOKEN).statusCode()).isEqualTo(409);
    assertThat(SERVER.get("/v1/grants/a%20b/token").statusCode()).isEqualTo(404);
    assertThat(SERVER.get(TOKEN + "?label=a&label=b").statusCode()).isEqualTo(400);
  }

  static Outcome read() {
    var pay =
        new AccessToken(
            Secret.of("{\"manage\":\"https://as.example/t/1\",\"value\":\"s3cret\"}"),
            null,
            Secret.of("s3cret"),
            Instant.parse("2026-03-01T12:10:00Z"),
            "pay");
    var other = new AccessToken(Secret.of("{\"value\":\"other\"}"), null, Secret.of("o"), null);
    return new Outcome.Read(
        new GrantId("order-7"),
        new ClientName("shop"),
        List.of(new Held(pay, 3), new Held(other, 1)),
        Secret.of("{\"sub_ids\":[]}"));
  }
}
