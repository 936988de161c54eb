package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.Pause.Kind;
import dev.grantflow.engine.PauseDesk.Outcome;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class PausesTest {

  private static final ClientName SHOP = new ClientName("shop");

  @TempDir Path folder;

  private final Scene scene = new Scene();

  private EnginePauseDesk desk() {
    return new EnginePauseDesk(scene.paused, scene.pauses, Scene.shop(folder), scene.time);
  }

  @Test
  void nothing_is_held_back_where_nothing_is_paused() {
    assertThat(scene.pauses.hold(SHOP, Scene.ENDPOINT)).isEmpty();
  }

  @Test
  void a_paused_client_is_held_back_at_any_server_and_others_go_on() {
    desk().pause(Kind.CLIENT, "shop", "ann", "audit");

    assertThat(code(SHOP, null)).isEqualTo("paused");
    assertThat(code(SHOP, Scene.ENDPOINT)).isEqualTo("paused");
    assertThat(scene.pauses.hold(new ClientName("kiosk"), Scene.ENDPOINT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "auth.example, https://auth.example/gnap, true",
    "AUTH.example:443, https://auth.example/other, true",
    "auth.example, https://auth.example:443/, true",
    "auth.example, https://auth.example:8443/, false",
    "auth.example:8443, https://auth.example:8443/, true",
    "auth.example, https://auth.example./, true",
    "auth.example, https://auth.example:/, true",
    "auth.example, https://auth.example:0443/, true",
    "auth.example, https://Auth.Example.:00443/, true",
    "auth.example.:0443, https://auth.example/, true",
    "auth.example:, https://auth.example/, true",
    "auth.example:08443, https://auth.example.:8443/, true",
    "auth.example:443, http://auth.example:443/, true",
    "auth.example, http://auth.example/, true",
    "[::1]:8090, http://[::1]:8090/, true",
    "auth.example, https://eu.auth.example/, false"
  })
  void a_server_is_paused_by_its_host(String paused, URI server, boolean held) {
    assertThat(desk().pause(Kind.SERVER, paused, "ann", null)).isInstanceOf(Outcome.Paused.class);

    assertThat(scene.pauses.hold(SHOP, server).isPresent()).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example/",
        "auth example",
        "",
        "a/b",
        "auth.example:x",
        "who@auth.example",
        "auth.example?a",
        "auth.example#a",
        "auth.example:99999999999"
      })
  void what_is_no_host_is_not_paused(String name) {
    assertThat(desk().pause(Kind.SERVER, name, "ann", null)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_host_that_is_longer_than_its_column_is_not_paused() {
    var longest = "a.".repeat(126) + "a";

    assertThat(desk().pause(Kind.SERVER, longest + ":1", "ann", null))
        .isInstanceOf(Outcome.Paused.class);
    assertThat(desk().pause(Kind.SERVER, longest + ":8443", "ann", null))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_server_is_resumed_by_another_spelling_than_it_was_paused_by() {
    desk().pause(Kind.SERVER, "auth.example.:0443", "ann", null);

    assertThat(desk().resume(Kind.SERVER, "AUTH.example", "ann")).isTrue();
    assertThat(desk().present()).isEmpty();
  }

  @Test
  void a_pause_may_be_repeated_where_there_is_no_place_for_another() {
    for (int i = 0; i < Pauses.MAX; i++) {
      scene.paused.add(new Pause(Kind.SERVER, i + ".example", Scene.NOW, "ann", null));
    }

    assertThat(desk().pause(Kind.SERVER, "7.example", "bob", null))
        .isEqualTo(new Outcome.Paused(new Pause(Kind.SERVER, "7.example", Scene.NOW, "ann", null)));
    assertThat(desk().pause(Kind.SERVER, "new.example", "bob", null))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_client_that_there_is_not_is_not_paused() {
    assertThat(desk().pause(Kind.CLIENT, "shpo", "ann", null))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, it -> assertThat(it.why()).contains("grantflow.clients"));
    assertThat(desk().present()).isEmpty();
  }

  @Test
  void the_first_pause_stands_and_a_resumed_client_goes_on() {
    var desk = desk();
    var first = new Pause(Kind.CLIENT, "shop", Scene.NOW, "ann", "audit");
    desk.pause(Kind.CLIENT, "shop", "ann", "audit");

    assertThat(desk.pause(Kind.CLIENT, "shop", "bob", null)).isEqualTo(new Outcome.Paused(first));
    assertThat(desk.present()).containsExactly(first);
    assertThat(desk.resume(Kind.CLIENT, "shop", "bob")).isTrue();
    assertThat(desk.resume(Kind.CLIENT, "shop", "bob")).isFalse();
    assertThat(scene.pauses.hold(SHOP, null)).isEmpty();
  }

  @Test
  void what_was_known_last_holds_while_the_database_is_away() {
    desk().pause(Kind.CLIENT, "shop", "ann", null);
    scene.paused.goAway();

    scene.pauses.lookAgain();

    assertThat(code(SHOP, null)).isEqualTo("paused");
  }

  @Test
  void a_replica_that_has_never_known_what_is_paused_sends_nothing_until_it_does() {
    scene.paused.goAway();

    assertThat(code(SHOP, Scene.ENDPOINT)).isEqualTo("paused");

    scene.paused.comeBack();
    assertThat(scene.pauses.hold(SHOP, Scene.ENDPOINT)).isEmpty();
  }

  @Test
  void another_replica_follows_when_it_looks_again() {
    assertThat(scene.pauses.hold(SHOP, null)).isEmpty();
    scene.paused.add(new Pause(Kind.CLIENT, "shop", Scene.NOW, "ann", null));

    scene.pauses.lookAgain();

    assertThat(scene.pauses.hold(SHOP, null))
        .hasValueSatisfying(
            it ->
                assertThat(it.retryAfter())
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40)));
  }

  @Test
  void a_gauge_and_the_health_tell_what_is_paused() {
    var desk = desk();
    desk.pause(Kind.CLIENT, "shop", "ann", null);
    desk.pause(Kind.SERVER, "auth.example", "ann", null);

    assertThat(gauges()).isEqualTo(Map.of("client shop", 1.0, "server auth.example", 1.0));
    var health = Flux.from(new PausesHealth(scene.pauses).getResult()).toIterable();
    assertThat(health.iterator().next().getDetails())
        .isEqualTo(Map.of("clients", List.of("shop"), "servers", List.of("auth.example")));

    desk.resume(Kind.CLIENT, "shop", "ann");
    assertThat(gauges()).isEqualTo(Map.of("server auth.example", 1.0));
  }

  private Map<String, Double> gauges() {
    return scene.meters.find("grantflow.paused").gauges().stream()
        .collect(
            Collectors.toMap(
                it -> it.getId().getTag("kind") + " " + it.getId().getTag("name"),
                it -> it.value()));
  }

  private String code(ClientName client, @Nullable URI server) {
    return scene
        .pauses
        .hold(client, server)
        .map(Answer.NotNow::error)
        .map(GrantError::code)
        .orElse("none");
  }
}
