package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.engine.SetAside.Entry;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

final class AuditTrailTest {

  private static final String TRAIL = "dev.grantflow.web.AuditTrail was called";
  private static final String REQUEST =
      """
      {"grantId": "order-7", "authServer": "https://auth.example/",
       "access_token": {"access": [{"type": "incoming-payment", "actions": ["create"]}]}}\
      """;

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @BeforeEach
  void there_is_a_grant() {
    SERVER.grants().show(Grants.in(Status.PENDING), null);
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.PENDING)));
  }

  @Test
  void tells_who_asked_for_a_grant_and_who_took_it_back() throws Exception {
    try (var log = new Overheard(Level.INFO)) {
      SERVER.sendBody("POST", "/v1/grants", REQUEST, "Content-Type", "application/json");
      SERVER.send("DELETE", "/v1/grants/order-7");

      assertThat(log.text().lines().filter(it -> it.startsWith(TRAIL)))
          .containsExactly(
              line("POST /v1/grants", "\"order-7\"", 202),
              line("DELETE /v1/grants/{grantId}", "\"order-7\"", 202));
    }
  }

  @Test
  void tells_who_released_what_was_set_aside() throws Exception {
    SERVER.setAside().add(new Entry("order-9", "REQUESTING", Instant.EPOCH, 5, "x"));
    try (var log = new Overheard(Level.INFO)) {
      SERVER.manage("POST", "/set-aside/order-9");

      assertThat(log.text()).contains(line("POST /set-aside/{grantId}", "\"order-9\"", 204));
    }
  }

  @Test
  void tells_who_was_not_let_to() throws Exception {
    var token = "Bearer " + WebServer.IDENTITY.token(List.of("grants:read"));
    try (var log = new Overheard(Level.INFO)) {
      SERVER.bare("DELETE", "/v1/grants/order-7", "Authorization", token);

      assertThat(log.text()).contains(line("DELETE /v1/grants/{grantId}", "\"order-7\"", 403));
    }
  }

  @Test
  void names_the_grant_that_was_asked_for_where_it_was_refused() throws Exception {
    var reader = "Bearer " + WebServer.IDENTITY.token(List.of("grants:read"));
    var taken = List.of(new Problem("grantId", "taken"));
    SERVER.grants().answer(() -> new Answer.Refused(Why.TAKEN, taken));
    try (var log = new Overheard(Level.INFO)) {
      post(REQUEST, "Content-Type", "application/json");
      post("{\"grantId\": \"order-8\"}", "Content-Type", "application/json");
      post("{}", "Content-Type", "application/json", "Idempotency-Key", "\"order-9\"");
      post(REQUEST, "Authorization", reader, "Idempotency-Key", "order-10");
      post("{\"grantId\": \"a b\"}", "Content-Type", "application/json");
      post("no json", "Content-Type", "application/json");

      assertThat(log.text().lines().filter(it -> it.startsWith(TRAIL)))
          .containsExactly(
              line("POST /v1/grants", "\"order-7\"", 409),
              line("POST /v1/grants", "\"order-8\"", 422),
              line("POST /v1/grants", "\"order-9\"", 422),
              line("POST /v1/grants", "\"order-10\"", 403),
              line("POST /v1/grants", "\"null\"", 422),
              line("POST /v1/grants", "\"null\"", 400));
    }
  }

  private static void post(String body, String... headers) throws Exception {
    SERVER.sendBody("POST", "/v1/grants", body, headers);
  }

  @Test
  void tells_once_who_read_a_token() throws Exception {
    SERVER.tokens().answer(TokenControllerTest.read());
    try (var log = new Overheard(Level.INFO)) {
      SERVER.get(TokenControllerTest.TOKEN);

      assertThat(log.text().lines().filter(it -> it.startsWith(TRAIL)))
          .containsExactly(line("GET /v1/grants/{grantId}/token", "\"order-7\"", 200));
    }
  }

  @Test
  void is_switched_off_by_no_level() throws Exception {
    var own = (Logger) LoggerFactory.getLogger(AuditTrail.class);
    var before = own.getLevel();
    own.setLevel(Level.OFF);
    try (var log = new Overheard(Level.OFF)) {
      SERVER.send("DELETE", "/v1/grants/order-7");

      assertThat(log.text()).isEqualTo(line("DELETE /v1/grants/{grantId}", "\"order-7\"", 202));
    } finally {
      own.setLevel(before);
    }
  }

  @Test
  void writes_no_address_that_is_no_id_and_nothing_of_who_only_reads() throws Exception {
    try (var log = new Overheard(Level.INFO)) {
      SERVER.send("DELETE", "/v1/grants/a%0a2026%20INFO%20b");
      SERVER.get("/v1/grants/order-7");

      assertThat(log.text().lines().filter(it -> it.startsWith(TRAIL)))
          .containsExactly(line("DELETE /v1/grants/{grantId}", "\"null\"", 404));
    }
  }

  private static String line(String operation, String grantId, int status) {
    return "%s [subject=\"shop-backend\", caller=\"shop-backend\", operation=\"%s\", grantId=%s, status=\"%d\"]"
        .formatted(TRAIL, operation, grantId, status);
  }
}
