package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.Dialect;
import java.io.UncheckedIOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Interactions of which nobody tells the end (RFC 9635, section 2.5.2): the server is asked for
/// it, after five seconds and not before. Each is waited for beside the others.
class PolledIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAYMENT =
      "{\"access\":[{\"type\":\"outgoing-payment\",\"actions\":[\"create\",\"read\"],"
          + "\"identifier\":\"https://wallet.example/a\"}]}";
  private static final String BY_CODE = "{\"start\":[\"user_code_uri\"],\"finish\":\"none\"}";
  private static final String BY_REDIRECT = "{\"finish\":\"none\"}";

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void an_interaction_that_nobody_tells_the_end_of_is_shown_and_polled() {
    request(Dialect.PLAIN, BY_CODE);
    var asked = await("GrantPending").at("/interact");
    assertThat(asked.propertyStream().map(it -> it.getKey())).containsExactly("user_code_uri");

    ConsentDriver.approveWithoutFinish(codePage(asked));

    assertThat(await("GrantFinalized").path("trigger").textValue()).isEqualTo("poll");
    assertThat(platform.events().of(grantId).stream().map(SeenEvent::type))
        .containsExactly("GrantPending", "GrantFinalized");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_poll_that_came_too_fast_goes_on_as_the_error_says() {
    request(Dialect.TOO_FAST, BY_CODE);
    ConsentDriver.approveWithoutFinish(codePage(await("GrantPending").at("/interact")));

    await("GrantFinalized");

    assertThat(platform.server().books().grants())
        .filteredOn(grant -> grant.walletName().endsWith("." + grantId))
        .singleElement()
        .satisfies(grant -> assertThat(grant.continuations()).isGreaterThan(1));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_denial_that_nobody_tells_of_is_polled_and_rejects() {
    request(Dialect.PLAIN, BY_REDIRECT);

    ConsentDriver.denyWithoutFinish(uri(await("GrantPending").at("/interact/redirect")));

    assertThat(await("GrantRejected").at("/error/code").textValue()).isEqualTo("user_denied");
  }

  private void request(Dialect dialect, String interact) {
    var wallet = new Behaviour.General(dialect).walletName();
    var data = JSON.createObjectNode().put("grantId", grantId);
    data.put("walletAddress", platform.server().walletAddress(wallet, grantId).toString());
    data.set("interact", json(interact));
    data.set("access_token", json(PAYMENT));
    platform.commands().publish(grantId, "GrantRequested", data.toString());
  }

  private JsonNode await(String type) {
    return platform.events().await(grantId, type, Platform.PATIENCE).data();
  }

  private static URI codePage(JsonNode interact) {
    var asked = interact.path("user_code_uri");
    return ConsentDriver.enter(uri(asked.path("uri")), asked.path("code").textValue());
  }

  private static URI uri(JsonNode text) {
    return URI.create(text.textValue());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
