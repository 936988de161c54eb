package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.gnap.GrantReply;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import dev.grantflow.sandbox.SandboxKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFormsTest {

  private static final Json OBJECT =
      new Json("{\"walletAddress\":\"https://wallet.example/shop\"}");
  private static final Json STRING = new Json("\"https://wallet.example/shop\"");
  private static final Json ID = new Json("\"7C7C4AZ9\"");
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example/");
  private static final Answer.ToRequest ISSUED = new Answer.Issued(Scene.ISSUE, null, null);
  private static final Answer.ToRequest INVALID = refused("invalid_request", 400);

  private static final Instant LATER = Scene.NOW.plusSeconds(60);

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstance plain;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstance byId;

  private final ClientForms forms = new ClientForms();
  private final List<Json> sent = new ArrayList<>();

  @BeforeAll
  static void configure() {
    plain = only(Scene.shop(folder, Map.of()));
    byId = only(Scene.shop(folder, Map.of("instance-id", true)));
  }

  private static ClientInstance only(ClientInstances clients) {
    return clients.find(null).orElseThrow();
  }

  private static Answer.ToRequest refused(String code, @Nullable Integer status) {
    return new Answer.Refused(new GrantError(code, "No.", status));
  }

  private Answer.ToRequest ask(ClientInstance client, Map<Json, Answer.ToRequest> says) {
    return ask(client, Scene.ENDPOINT, says, null);
  }

  private Answer.ToRequest ask(
      ClientInstance client, URI at, Map<Json, Answer.ToRequest> says, @Nullable Json instanceId) {
    sent.clear();
    return forms.request(
        client.name(),
        client.acting(at, Scene.NOW).orElseThrow(),
        at,
        form -> {
          sent.add(form);
          var answer = says.getOrDefault(form, INVALID);
          return new GrantReply(answer, answer.equals(ISSUED) ? instanceId : null);
        });
  }

  @Test
  void a_form_that_is_refused_is_tried_in_the_older_way_and_that_is_remembered() {
    assertThat(ask(plain, Map.of(STRING, ISSUED))).isEqualTo(ISSUED);
    assertThat(sent).containsExactly(OBJECT, STRING);

    assertThat(ask(plain, Map.of(STRING, ISSUED))).isEqualTo(ISSUED);
    assertThat(sent).containsExactly(STRING);
  }

  @Test
  void what_one_server_wants_is_nothing_to_another() {
    ask(plain, Map.of(STRING, ISSUED));

    ask(plain, ELSEWHERE, Map.of(OBJECT, ISSUED), null);

    assertThat(sent).containsExactly(OBJECT);
  }

  @Test
  void a_form_that_was_understood_is_not_what_is_refused_later() {
    ask(plain, Map.of(OBJECT, ISSUED));

    assertThat(ask(plain, Map.of())).isEqualTo(INVALID);
    assertThat(sent).containsExactly(OBJECT);
  }

  @Test
  void refused_in_both_it_is_never_asked_more_than_twice() {
    var second = refused("invalid_request", 401);

    assertThat(ask(plain, Map.of(STRING, second))).isEqualTo(INVALID);
    assertThat(sent).containsExactly(OBJECT, STRING);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "invalid_client, 401",
        "invalid_flag, 400",
        "invalid_request, 404",
        "forbidden_address, -"
      })
  void another_refusal_is_not_about_the_form(String code, @Nullable Integer status) {
    ask(plain, Map.of(OBJECT, refused(code, status)));

    assertThat(sent).containsExactly(OBJECT);
  }

  @Test
  void what_may_have_been_processed_is_not_repeated() {
    ask(plain, Map.of(OBJECT, new Answer.Unknown(GrantError.of("no_answer", "Lost."))));

    assertThat(sent).containsExactly(OBJECT);
  }

  @Test
  void a_repetition_that_was_held_up_is_told() {
    var heldUp = new Answer.NotNow(GrantError.of("held_up", "Later."), null);

    assertThat(ask(plain, Map.of(STRING, heldUp))).isEqualTo(heldUp);
  }

  @Test
  void an_instance_id_is_used_at_its_server_by_who_wants_to() {
    ask(byId, Scene.ENDPOINT, Map.of(OBJECT, ISSUED), ID);

    ask(byId, Map.of(ID, ISSUED));
    assertThat(sent).containsExactly(ID);
    ask(byId, ELSEWHERE, Map.of(OBJECT, ISSUED), null);
    assertThat(sent).containsExactly(OBJECT);
  }

  @Test
  void what_was_understood_of_one_key_is_not_said_with_the_next() {
    var changing =
        only(
            Scene.shop(
                folder,
                Map.of(
                    "client-field",
                    "KEY",
                    "instance-id",
                    true,
                    "keys.next.key-id",
                    "next",
                    "keys.next.key-file",
                    SandboxKey.make("next", folder).file().toString(),
                    "keys.next.active-from",
                    LATER.toString())));
    var before = changing.acting(Scene.ENDPOINT, Scene.NOW).orElseThrow();
    var after = changing.acting(Scene.ENDPOINT, LATER).orElseThrow();
    forms.request(changing.name(), before, Scene.ENDPOINT, _ -> new GrantReply(ISSUED, ID));

    forms.request(
        changing.name(),
        after,
        Scene.ENDPOINT,
        form -> {
          sent.add(form);
          return new GrantReply(ISSUED, null);
        });

    assertThat(sent).containsExactly(after.presentation().client());
    assertThat(after.presentation().client()).isNotEqualTo(before.presentation().client());
  }

  @Test
  void an_instance_id_is_nothing_to_who_does_not() {
    ask(plain, Scene.ENDPOINT, Map.of(OBJECT, ISSUED), ID);

    ask(plain, Map.of(OBJECT, ISSUED));

    assertThat(sent).containsExactly(OBJECT);
  }

  @ParameterizedTest
  @CsvSource({"invalid_client, 401", "invalid_request, 400"})
  void an_instance_id_that_is_forgotten_is_given_up(String code, int status) {
    ask(byId, Scene.ENDPOINT, Map.of(OBJECT, ISSUED), ID);

    assertThat(ask(byId, Map.of(ID, refused(code, status), OBJECT, ISSUED))).isEqualTo(ISSUED);
    assertThat(sent).containsExactly(ID, OBJECT);
    ask(byId, Map.of(OBJECT, ISSUED));
    assertThat(sent).containsExactly(OBJECT);
  }
}
