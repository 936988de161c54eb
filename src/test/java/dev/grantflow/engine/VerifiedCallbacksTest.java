package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerifiedCallbacksTest {

  private static final Arrival COMPLETED = new Arrival.Completed(Scene.HASH, Scene.INTERACT_REF);

  private static final URI CONSENT = URI.create("https://server.example.com/interact/1");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClientInstances clients;

  private final Scene scene = new Scene();

  @BeforeAll
  static void configure() {
    clients = Scene.shop(folder);
  }

  private VerifiedCallbacks callbacks() {
    return scene.callbacks(clients);
  }

  /// So that nobody waits: the time to wait is over as soon as the grant is read again.
  private void letTimePass() {
    scene.store.whenRead = () -> scene.time.pass(Scene.SETTINGS.callbackWait());
  }

  @Test
  void the_right_hash_approves_the_grant() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();

    var outcome = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Approved(Scene.CONTINUATION, Scene.INTERACT_REF, 0, null, Scene.NOW));
    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only(), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "y-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY"})
  void a_wrong_hash_leaves_the_grant_as_it_is(String hash) {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        callbacks()
            .finish(Scene.CALLBACK_ID, new Arrival.Completed(hash, Scene.INTERACT_REF), List.of());

    assertThat(outcome).isEqualTo(new Outcome.WrongHash());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void an_unknown_id_is_told() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome = callbacks().finish(Secret.of("guessed"), COMPLETED, List.of());

    assertThat(outcome).isEqualTo(new Outcome.UnknownCallback());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void the_same_callback_again_changes_nothing() {
    var present = scene.store.put(Scene.grant(Scene.approved()));
    letTimePass();

    var outcome = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(outcome).isEqualTo(new Outcome.Settled(present, null));
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void a_deadlock_is_not_the_browsers_business() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();
    scene.store.faster.add(
        () -> {
          throw new Scene.Away();
        });

    callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Approved.class);
  }

  @Test
  void a_callback_for_a_decided_grant_does_not_wait() {
    var present = scene.store.put(Scene.grant(new Finalized(Scene.ISSUE, Scene.CONTINUATION)));

    var outcome = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(outcome).isEqualTo(new Outcome.Settled(present, null));
  }

  @Test
  void a_denial_without_hash_is_made_true_at_the_server() {
    scene.store.put(Scene.grant(Scene.pending()));
    letTimePass();

    callbacks().finish(Scene.CALLBACK_ID, new Arrival.WithoutHash("grant_rejected"), List.of());

    assertThat(scene.store.only().state())
        .isEqualTo(
            new GrantState.Revoking(
                new Cancellation.OfGrant(Scene.CONTINUATION),
                new GrantState.Rejected(
                    GrantError.of(
                        "user_denied",
                        "The finish callback said grant_rejected; cancelled at the server.")),
                Scene.NOW,
                0,
                Scene.NOW));
  }

  @Test
  void a_server_that_pushes_is_not_made_to_wait() {
    scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        callbacks()
            .finish(
                Scene.CALLBACK_ID, new Arrival.Pushed(Scene.HASH, Scene.INTERACT_REF), List.of());

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only(), null));
    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Approved.class);
    assertThat(scene.time.instant()).isEqualTo(Scene.NOW);
  }

  @Test
  void a_wrong_hash_that_is_pushed_leaves_the_grant_as_it_is() {
    var present = scene.store.put(Scene.grant(Scene.pending()));

    var outcome =
        callbacks()
            .finish(Scene.CALLBACK_ID, new Arrival.Pushed("A", Scene.INTERACT_REF), List.of());

    assertThat(outcome).isEqualTo(new Outcome.WrongHash());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void waits_for_the_decision() {
    scene.store.put(Scene.grant(Scene.pending()));
    var reads = new AtomicInteger();
    // The first read is that of the commit, the second finds the grant as it was approved.
    scene.store.whenRead =
        () -> {
          if (reads.incrementAndGet() == 2) {
            scene.store.put(Scene.grant(new Finalized(Scene.ISSUE, Scene.CONTINUATION)));
          }
        };

    var outcome = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only(), null));
    assertThat(scene.store.only().state())
        .isEqualTo(new Finalized(Scene.ISSUE, Scene.CONTINUATION));
  }

  @Test
  void waits_no_longer_than_is_configured() {
    scene.store.put(Scene.grant(Scene.approved()));
    var reads = new AtomicInteger();
    scene.store.whenRead =
        () -> {
          reads.incrementAndGet();
          scene.watchers.wakeAll();
          scene.time.pass(Duration.ofSeconds(1));
        };

    callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(reads).as("looks within 3 s, each taking one").hasValue(3);
    assertThat(scene.watchers.isEmpty()).isTrue();
  }

  @Test
  void a_callback_overtaken_by_the_deadline_finds_the_grant_over() {
    scene.store.put(Scene.grant(Scene.pending()));
    scene.store.faster.add(() -> scene.store.put(Scene.grant(new GrantState.Expired())));

    var outcome = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only(), null));
    assertThat(scene.store.only().state()).isEqualTo(new GrantState.Expired());
  }

  @ParameterizedTest
  @MethodSource("arrivals")
  void no_other_browser_changes_a_bound_grant(Arrival arrival) {
    var present = scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));
    var others = List.of(Secret.of("start-ie"), Secret.of(""), Scene.CALLBACK_ID);

    assertThat(callbacks().finish(Scene.CALLBACK_ID, arrival, List.of()))
        .isEqualTo(new Outcome.OtherBrowser());
    assertThat(callbacks().finish(Scene.CALLBACK_ID, arrival, others))
        .isEqualTo(new Outcome.OtherBrowser());

    assertThat(scene.store.only()).isEqualTo(present);
    assertThat(counted("other_browser")).isEqualTo(2);
  }

  static Stream<Arrival> arrivals() {
    return Stream.of(
        COMPLETED,
        new Arrival.Completed("wrong", Scene.INTERACT_REF),
        new Arrival.WithoutHash("grant_rejected"),
        new Arrival.Pushed(Scene.HASH, Scene.INTERACT_REF));
  }

  @Test
  void the_browser_that_began_finishes_a_bound_grant_whoever_came_before() {
    scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));
    letTimePass();
    callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of());

    var outcome =
        callbacks()
            .finish(Scene.CALLBACK_ID, COMPLETED, List.of(Secret.of("other"), Scene.START_ID));

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Approved.class);
    assertThat(outcome).isEqualTo(new Outcome.Settled(scene.store.only(), Scene.RETURN_URI));
    assertThat(counted("settled")).isEqualTo(1);
  }

  @Test
  void a_denial_by_the_browser_that_began_is_made_true() {
    scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));
    letTimePass();

    callbacks()
        .finish(
            Scene.CALLBACK_ID, new Arrival.WithoutHash("grant_rejected"), List.of(Scene.START_ID));

    assertThat(scene.store.only().state()).isInstanceOf(GrantState.Revoking.class);
  }

  @Test
  void a_wrong_hash_in_the_right_browser_leaves_the_grant_as_it_is() {
    var present = scene.store.put(Scene.bound(Scene.forwarded(CONSENT)));

    var outcome =
        callbacks()
            .finish(
                Scene.CALLBACK_ID,
                new Arrival.Completed("wrong", Scene.INTERACT_REF),
                List.of(Scene.START_ID));

    assertThat(outcome).isEqualTo(new Outcome.WrongHash());
    assertThat(scene.store.only()).isEqualTo(present);
  }

  @Test
  void a_decided_grant_is_shown_to_the_browser_that_began_only() {
    scene.store.put(Scene.bound(new Finalized(Scene.ISSUE, Scene.CONTINUATION)));

    assertThat(callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of()))
        .isEqualTo(new Outcome.OtherBrowser());
    assertThat(callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of(Scene.START_ID)))
        .isInstanceOf(Outcome.Settled.class);
  }

  @Test
  void nobody_is_sent_where_the_client_does_not_send_its_users_any_more() {
    var request = Scene.request(null, URI.create("https://shop.example/thanks/before"), null);
    var grant = Scene.bound(request, new Finalized(Scene.ISSUE, Scene.CONTINUATION));
    var narrowed = Scene.shop(folder, Map.of("return-uris", "https://shop.example/elsewhere"));
    scene.store.put(grant);

    var before = callbacks().finish(Scene.CALLBACK_ID, COMPLETED, List.of(Scene.START_ID));
    var after =
        scene.callbacks(narrowed).finish(Scene.CALLBACK_ID, COMPLETED, List.of(Scene.START_ID));

    assertThat(before)
        .isEqualTo(new Outcome.Settled(scene.store.only(), grant.request().returnUri()));
    assertThat(after).isEqualTo(new Outcome.Settled(scene.store.only(), null));
  }

  private double counted(String outcome) {
    return scene.meters.counter("grantflow.callbacks", "outcome", outcome).count();
  }
}
