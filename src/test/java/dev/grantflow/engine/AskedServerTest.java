package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.GnapCalls.Made;
import dev.grantflow.engine.RecordingGnapClient.Call;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Input;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which authorization server a grant by wallet address is with, before that has begun anything.
class AskedServerTest {

  private static final Discovery FOUND = new Discovery.Found(Scene.ENDPOINT);
  private static final URI MOVED = URI.create("https://moved.example/gnap");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final Scene scene = new Scene();
  private final RecordingGnapClient gnap = new RecordingGnapClient();

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  private Made make(Grant grant, Discovery discovery) {
    return scene.calls(gnap, new FixedWallets(discovery), clients).make(grant).orElseThrow();
  }

  private Grant settled(Made made) {
    scene.changes.apply(made.grant(), new Input.Answered(made.answer()));
    return scene.store.only();
  }

  static Stream<Answer.ToRequest> undecided() {
    return Stream.of(
        new Answer.NotNow(new GrantError("server_busy", "Later.", 503), null),
        RecordingGnapClient.ANSWER,
        new Answer.Refused(new GrantError("invalid_request", "A field is wrong.", 400)));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void is_recorded_whatever_it_says(Answer.ToRequest answer) {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    gnap.onRequest = () -> answer;

    assertThat(settled(make(claimed, FOUND)).grantEndpoint()).isEqualTo(Scene.ENDPOINT);
  }

  @Test
  void is_recorded_also_where_the_request_was_held_back() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    scene.paused.add(new Pause(Pause.Kind.SERVER, "auth.example", Scene.NOW, "ann", null));

    var held = settled(make(claimed, FOUND));

    assertThat(gnap.calls).isEmpty();
    assertThat(held.state()).isInstanceOf(GrantState.Requested.class);
    assertThat(held.grantEndpoint()).isEqualTo(Scene.ENDPOINT);
  }

  @Test
  void is_recorded_when_a_revocation_has_overtaken_the_answer() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()));
    var revoking =
        new GrantState.Revoking(
            new Cancellation.OfUnansweredRequest(),
            new GrantState.Revoked(null),
            Scene.NOW,
            0,
            Scene.LEASE_END);
    var made = make(claimed, FOUND);
    scene.store.faster.add(() -> scene.store.put(Scene.grant(revoking)));

    assertThat(settled(made).grantEndpoint()).isEqualTo(Scene.ENDPOINT);
  }

  @Test
  void is_the_one_that_the_wallet_address_leads_to_now_though_another_was_asked_before() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()).askedOf(Scene.ENDPOINT));
    scene.paused.add(new Pause(Pause.Kind.SERVER, "auth.example", Scene.NOW, "ann", null));

    var made = make(claimed, new Discovery.Found(MOVED));

    assertThat(gnap.calls).containsExactly(new Call.Request(MOVED, Scene.WANTED));
    assertThat(made.server()).isEqualTo(MOVED);
    assertThat(settled(made).grantEndpoint()).isEqualTo(MOVED);
  }

  @Test
  void is_not_blamed_where_the_wallet_address_could_not_be_looked_up() {
    var claimed = scene.store.put(Scene.grant(Scene.requesting()).askedOf(Scene.ENDPOINT));
    var away = GrantError.of("wallet_address_unavailable", "Away.");

    var made = make(claimed, new Discovery.Unavailable(away, Duration.ofSeconds(30)));

    assertThat(made.server()).isNull();
    assertThat(settled(made).grantEndpoint()).isEqualTo(Scene.ENDPOINT);
  }
}
