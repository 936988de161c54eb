package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.grantflow.engine.CommandDesk.Answer;
import dev.grantflow.engine.GrantRecords.Entry;
import dev.grantflow.engine.GrantRecords.Page;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.OperatorDesk.Retried;
import dev.grantflow.engine.SetAside;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API for services is off here, and tokens are limited to client instances there.
final class GrantsEndpointTest {

  @RegisterExtension static final WebServer SERVER = limited();

  private static WebServer limited() {
    var settings = new HashMap<>(WebServer.IDENTITY.settings());
    settings.put("grantflow.security.clients-claim", "grantflow_clients");
    return new WebServer(settings);
  }

  @Test
  void lists_the_grants_of_all_clients_and_where_the_list_goes_on() throws Exception {
    var grants = List.of(Grants.in(Status.PENDING), Grants.in(Status.FINALIZED));
    SERVER.grants().show(new Page(grants, new Place(Instant.EPOCH, 7)));

    var answer = SERVER.manage("GET", "/grants?state=PENDING&client=shop&server=auth.example");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"next\":\"/grants?state=PENDING&client=shop&server=auth.example&cursor=");
    assertThat(answer.headers().firstValue("Link")).get().asString().startsWith("</grants?");
    var query = SERVER.grants().queries().getFirst();
    assertThat(query.state()).isEqualTo(Status.PENDING);
    assertThat(query.client()).isEqualTo("shop");
    assertThat(query.server()).isEqualTo("auth.example");
  }

  @Test
  void lists_by_age() throws Exception {
    SERVER.grants().show(new Page(List.of(), null));
    var before = Instant.now();

    SERVER.manage("GET", "/grants?olderThan=PT1H");
    SERVER.manage("GET", "/grants?olderThan=PT1H&acceptedTo=2020-01-01T00:00:00Z");

    var queries = SERVER.grants().queries();
    assertThat(queries.getFirst().to())
        .isBetween(
            before.minus(Duration.ofHours(1)).minusSeconds(1),
            Instant.now().minus(Duration.ofHours(1)));
    assertThat(queries.getLast().to()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"olderThan=1h", "olderThan=-PT1H", "olderThan=P99999999D", "age=PT1H"})
  void refuses_what_is_no_age(String query) throws Exception {
    assertThat(SERVER.manage("GET", "/grants?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void shows_one_with_its_history() throws Exception {
    SERVER
        .grants()
        .show(
            Grants.in(Status.PENDING),
            null,
            new Entry(1, null, "REQUESTED", "accepted", Instant.EPOCH));

    var answer = SERVER.manage("GET", "/grants/order-7");

    assertThat(answer.body()).contains("\"history\":[{\"version\":1,\"to\":\"REQUESTED\"");
    assertThat(SERVER.manage("GET", "/grants/a%20b").statusCode()).isEqualTo(404);
  }

  @Test
  void shows_that_a_grant_is_set_aside_and_why_to_operators_alone() throws Exception {
    var grant = Grants.in(Status.PENDING);
    SERVER.grants().show(grant, null);
    SERVER.setAside().add(new SetAside.Entry("another", "PENDING", Instant.EPOCH, 5, "x"));
    var without = SERVER.manage("GET", "/grants/" + grant.id());
    SERVER.setAside().add(new SetAside.Entry(grant.id().value(), "PENDING", Instant.EPOCH, 5, "x"));

    var with = SERVER.manage("GET", "/grants/" + grant.id());

    assertThat(without.body()).doesNotContain("setAside");
    assertThat(with.body())
        .contains("\"setAside\":{\"since\":\"1970-01-01T00:00:00Z\",\"faults\":5,\"fault\":\"x\"}");
    assertThat(GrantRepresentation.of(grant, Instant.EPOCH).has("setAside")).isFalse();
  }

  @Test
  void takes_a_grant_back_by_the_command_and_says_who_did() throws Exception {
    SERVER.grants().answer(() -> new Answer.Accepted(Grants.in(Status.REVOKING)));
    try (var log = new Overheard(Level.INFO)) {
      var answer = SERVER.manage("DELETE", "/grants/order-7?reason=fraud");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(SERVER.grants().taken())
          .extracting(ScriptedGrants.Taken::command)
          .containsExactly(new GrantRevokeRequested(new GrantId("order-7"), "fraud"));
      assertThat(log.text())
          .contains("operation=\"DELETE /grants/{grantId}\", grantId=\"order-7\", status=\"202\"");
    }
  }

  @Test
  void says_why_a_grant_is_not_tried_now_and_who_wanted_it() throws Exception {
    SERVER.setAside().retry(new Retried.Not("A call is under way."));
    try (var log = new Overheard(Level.INFO)) {
      var answer = SERVER.manage("POST", "/retry/order-7");

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("A call is under way.");
      assertThat(log.text())
          .contains("operation=\"POST /retry/{grantId}\", grantId=\"order-7\", status=\"409\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/grants", "/grants/order-7", "/pauses", "/dead-letters", "/openapi"})
  void nothing_of_it_is_on_the_public_port(String path) throws Exception {
    assertThat(SERVER.bare("GET", path, "Authorization", WebServer.IDENTITY.authorization()))
        .extracting(it -> it.statusCode())
        .isEqualTo(404);
  }
}
