package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.GnapCalls.Made;
import dev.grantflow.engine.RecordingGnapClient.Call;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Cancellation.Managed;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.FinishMethod;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartMode;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GnapCallsTest {

  private static final Discovery FOUND = new Discovery.Found(Scene.ENDPOINT);
  private static final GrantError AWAY = GrantError.of("wallet_address_unavailable", "Away.");
  private static final Managed TOKEN =
      new Managed(URI.create("https://auth.example/token/1"), Secret.of("token"));
  private static final Managed NEXT =
      new Managed(URI.create("https://auth.example/token/2"), Secret.of("token"));

  private static final Finalized HELD =
      new Finalized(
          new Issue(
              List.of(
                  new AccessToken(
                      Secret.of("{}"), TOKEN.manage(), TOKEN.token(), Scene.DEADLINE, null)),
              null),
          Scene.CONTINUATION);

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final RecordingGnapClient gnap = new RecordingGnapClient();

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  private GnapCalls calls(Discovery discovery) {
    return new Scene().calls(gnap, new FixedWallets(discovery), clients);
  }

  static Stream<Arguments> announced() {
    return Stream.of(
        Arguments.of(Scene.requesting(), new Call.Request(Scene.ENDPOINT, Scene.WANTED)),
        Arguments.of(
            new Continuing(Scene.CONTINUATION, Scene.INTERACT_REF, 1, Scene.LEASE_END),
            new Call.Continue(Scene.CONTINUATION, Scene.INTERACT_REF)),
        Arguments.of(
            new Continuing(Scene.CONTINUATION, null, 1, Scene.LEASE_END),
            new Call.Continue(Scene.CONTINUATION, null)),
        Arguments.of(rotating(), new Call.Rotate(TOKEN)),
        Arguments.of(new RevokingToken(HELD, 0, Scene.LEASE_END), new Call.Revoke(TOKEN)),
        Arguments.of(
            revoking(new Cancellation.OfGrant(Scene.CONTINUATION)),
            new Call.Cancel(Scene.CONTINUATION)),
        Arguments.of(
            revoking(new Cancellation.OfTokens(List.of(TOKEN, NEXT))), new Call.Revoke(TOKEN)));
  }

  static Stream<GrantState> silent() {
    return Stream.of(
        new Requested(0, null, Scene.NOW),
        Scene.pending(),
        new Polling(Scene.CONTINUATION, 0, null, Scene.NOW),
        Scene.approved(),
        new Finalized(Scene.ISSUE, Scene.CONTINUATION),
        new GrantState.Rejected(AWAY),
        new GrantState.Expired(),
        new GrantState.Failed(AWAY),
        new Revoked(null));
  }

  private static Rotating rotating() {
    return new Rotating(HELD, 0, Scene.LEASE_END);
  }

  private static Revoking revoking(Cancellation cancellation) {
    return new Revoking(cancellation, new Revoked(null), Scene.NOW, 0, Scene.NOW);
  }

  @ParameterizedTest
  @MethodSource("announced")
  void makes_the_one_call_that_the_state_announces(GrantState state, Call call) {
    var answer = calls(FOUND).make(Scene.grant(state));

    assertThat(answer.map(Made::answer)).contains(RecordingGnapClient.ANSWER);
    assertThat(gnap.calls).containsExactly(call);
  }

  @ParameterizedTest
  @MethodSource("silent")
  void makes_none_where_the_state_announces_none(GrantState state) {
    assertThat(calls(FOUND).make(Scene.grant(state))).isEmpty();
    assertThat(gnap.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("unrepeatable")
  void sends_nothing_that_could_outlast_its_lease(GrantState state) {
    var scene = new Scene();
    var calls = scene.calls(gnap, new FixedWallets(FOUND), clients);
    scene.time.pass(
        Duration.between(Scene.NOW, Scene.LEASE_END)
            .minus(Scene.EGRESS.deadline())
            .minus(LeaseCheck.CLOCK_SKEW_MAX)
            .plusMillis(1));

    var answer = calls.make(Scene.grant(state));

    assertThat(answer.map(Made::answer))
        .hasValueSatisfying(it -> assertThat(it).isInstanceOf(Answer.NotNow.class));
    assertThat(gnap.calls).isEmpty();
  }

  static Stream<GrantState> unrepeatable() {
    return Stream.of(
        Scene.requesting(),
        new Continuing(Scene.CONTINUATION, null, 1, Scene.LEASE_END),
        rotating());
  }

  @ParameterizedTest
  @MethodSource("announced")
  void what_could_bring_a_token_waits_for_the_key_that_it_is_encrypted_to(
      GrantState state, Call call) {
    var scene = new Scene();
    scene.delivery = new TokenDelivery.Encrypted(new NoKeyYet());

    var made = scene.calls(gnap, new FixedWallets(FOUND), clients).make(Scene.grant(state));

    if (call instanceof Call.Cancel || call instanceof Call.Revoke) {
      assertThat(gnap.calls).containsExactly(call);
    } else {
      assertThat(made.map(Made::answer))
          .hasValueSatisfying(
              answer ->
                  assertThat(answer)
                      .isInstanceOfSatisfying(
                          Answer.NotNow.class,
                          held -> assertThat(held.error().code()).isEqualTo("no_recipient_key")));
      assertThat(gnap.calls).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("announced")
  void what_is_paused_is_sent_nothing_but_what_undoes(GrantState state, Call call) {
    for (var pause :
        List.of(
            new Pause(Pause.Kind.CLIENT, "shop", Scene.NOW, "ann", null),
            new Pause(Pause.Kind.SERVER, "auth.example", Scene.NOW, "ann", null))) {
      var scene = new Scene();
      scene.paused.add(pause);
      gnap.calls.clear();

      var made = scene.calls(gnap, new FixedWallets(FOUND), clients).make(Scene.grant(state));

      if (call instanceof Call.Cancel || call instanceof Call.Revoke) {
        assertThat(gnap.calls).containsExactly(call);
      } else {
        assertThat(made.map(Made::answer))
            .hasValueSatisfying(
                answer ->
                    assertThat(answer)
                        .isInstanceOfSatisfying(
                            Answer.NotNow.class,
                            held -> assertThat(held.error().code()).isEqualTo("paused")));
        assertThat(gnap.calls).isEmpty();
      }
    }
  }

  private record NoKeyYet() implements TokenDelivery.Sealing {

    @Override
    public String seal(Secret plaintext, Map<String, String> bound) {
      throw new AssertionError("there is no key");
    }

    @Override
    public boolean isReady() {
      return false;
    }
  }

  @Test
  void grants_that_are_bound_to_a_lost_key_say_nothing_of_the_one_that_signs_now() {
    var scene = new Scene();
    var calls =
        scene.calls(
            gnap, new FixedWallets(FOUND), Scene.shop(folder, Map.of("client-field", "KEY")));
    var refused = new Answer.Refused(new GrantError("invalid_client", "Unknown key.", 401));
    gnap.onCancel(refused, refused, refused, refused, refused);
    var lost =
        Scene.grant(revoking(new Cancellation.OfGrant(Scene.CONTINUATION))).signedBy("lost-key");

    var made = Stream.generate(() -> calls.make(lost)).limit(5).toList();

    assertThat(made).allSatisfy(it -> assertThat(it.map(Made::answer)).contains(refused));
    assertThat(scene.meters.find("grantflow.client.key.failures").counters()).isEmpty();
  }

  @Test
  void undoes_every_token_of_an_answer_that_came_too_late() {
    calls(FOUND)
        .undo(Scene.grant(new Revoked(null)), new Cancellation.OfTokens(List.of(TOKEN, NEXT)));

    assertThat(gnap.calls).containsExactly(new Call.Revoke(TOKEN), new Call.Revoke(NEXT));
  }

  @Test
  void offers_an_interaction_where_the_user_has_somewhere_to_return_to() {
    var request = Scene.request(null, Scene.RETURN_URI, null);

    calls(FOUND).make(Scene.grant(request, Scene.requesting()));

    assertThat(gnap.calls)
        .containsExactly(new Call.InteractiveRequest(Scene.ENDPOINT, Scene.WANTED));
  }

  static Stream<Arguments> bindings() {
    var redirect = Interact.redirect(Scene.RETURN_URI);
    var orTyped =
        new Interact(
            Scene.RETURN_URI,
            Set.of(StartMode.REDIRECT, StartMode.USER_CODE),
            FinishMethod.REDIRECT);
    return Stream.of(
        Arguments.of("REQUIRED", redirect, true),
        Arguments.of("OFF", redirect, false),
        Arguments.of("REQUIRED", orTyped, false),
        Arguments.of("REQUIRED", new Interact(null, Interact.START, FinishMethod.PUSH), false));
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void a_browser_is_known_again_where_it_must_be_and_can_be(
      String binding, Interact interact, boolean isBound) {
    var bound = Scene.shop(folder, Map.of("browser-binding", binding));
    var request =
        new GrantRequested(
            Scene.ID,
            null,
            new Server.OfWalletAddress(Scene.WALLET),
            Scene.WANTED,
            interact,
            null,
            null);

    new Scene()
        .calls(gnap, new FixedWallets(FOUND), bound)
        .make(Scene.grant(request, Scene.requesting()));

    var finish = requireNonNull(requireNonNull(gnap.offer).finish());
    assertThat(finish.start() != null).isEqualTo(isBound);
    assertThat(finish.callback().start() != null).isEqualTo(isBound);
  }

  @Test
  void a_named_authorization_server_is_not_looked_up() {
    var endpoint = URI.create("https://other.example/");
    var request =
        new GrantRequested(
            Scene.ID, null, new Server.GrantEndpoint(endpoint), Scene.WANTED, null, null, null);

    calls(new Discovery.Refused(AWAY)).make(Scene.grant(request, Scene.requesting()));

    assertThat(gnap.calls).containsExactly(new Call.Request(endpoint, Scene.WANTED));
  }

  @Test
  void a_server_that_the_client_may_not_ask_is_sent_nothing() {
    var limited = Scene.shop(folder, Map.of("servers", "https://auth.other.example"));
    var calls = new Scene().calls(gnap, new FixedWallets(FOUND), limited);

    var answer = calls.make(Scene.grant(Scene.requesting()));

    assertThat(answer.map(Made::answer))
        .contains(
            new Answer.Refused(
                GrantError.of(
                    "server_not_allowed",
                    "The authorization server at auth.example is not among those that client shop"
                        + " may ask. Use one of them, or add it to"
                        + " grantflow.clients.shop.servers.")));
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void a_wallet_address_of_no_use_is_refused_for_good() {
    var answer = calls(new Discovery.Refused(AWAY)).make(Scene.grant(Scene.requesting()));

    assertThat(answer.map(Made::answer)).contains(new Answer.Refused(AWAY));
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void a_wallet_address_that_is_away_is_asked_again_when_it_says() {
    var later = Duration.ofSeconds(30);

    var answer =
        calls(new Discovery.Unavailable(AWAY, later)).make(Scene.grant(Scene.requesting()));

    assertThat(answer.map(Made::answer)).contains(new Answer.NotNow(AWAY, later));
    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void a_client_that_is_not_configured_any_more_makes_no_call() {
    var grant =
        new Grant(
            Scene.ID,
            new ClientName("gone"),
            Scene.request(),
            Scene.requesting(),
            Scene.NOW,
            Scene.DEADLINE,
            null,
            null,
            1,
            1,
            null);

    var answer = calls(FOUND).make(grant);

    assertThat(answer.map(Made::answer))
        .contains(
            new Answer.Refused(
                GrantError.of(
                    "unknown_client", "The client instance gone is not configured any more.")));
    assertThat(gnap.calls).isEmpty();
  }
}
