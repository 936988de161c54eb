package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.Act.Word;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.GrantStore.Claimed;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantLifecycle;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Everything that several replicas do to one grant, and what each of it must not do.
final class Traffic {

  private static final int ROTATIONS_MAX = 10;

  private static final Source SOURCE = new Source("grants.commands", 0, 1);
  private static final GrantRequested REQUEST =
      new GrantRequested(
          Scene.ID,
          null,
          new GrantRequested.Server.OfWalletAddress(Scene.WALLET),
          Scene.WANTED,
          null,
          null,
          null,
          true);

  private static final int STEPS_TO_REST_MAX = 500;

  private final Scene scene = new Scene();
  private final CommandIntake intake;
  private final GrantLifecycle lifecycle =
      new GrantLifecycle(
          new Backoff(Scene.SETTINGS.retryBase(), Scene.SETTINGS.retryCap()),
          Scene.SETTINGS.revocationLimit(),
          Scene.TOKENS.rules());
  private final List<Grant> calls = new ArrayList<>();
  private boolean revoked;
  private boolean revokedEarly;
  private int rotations;
  private boolean continued;
  private Instant continuingUntil = Instant.MIN;

  Traffic(ClientInstances clients) {
    intake = scene.intake(clients);
  }

  MemoryGrantStore store() {
    return scene.store;
  }

  /// Whether a revocation was accepted.
  boolean isRevoked() {
    return revoked;
  }

  boolean isRevokedEarly() {
    return revokedEarly;
  }

  List<Grant> calls() {
    return Collections.unmodifiableList(calls);
  }

  void happens(Act act) {
    switch (act) {
      case Act.Pass(var seconds) -> scene.time.pass(Duration.ofSeconds(seconds));
      case Act.Send(var word, var times) -> send(word, times);
      case Act.Claim(var jump) -> claim(jump);
      case Act.Reply(var call, var said, var twice) -> reply(call, said, twice);
      case Act.Callback() -> arrive(new Input.CallbackVerified(Scene.INTERACT_REF));
      case Act.Hint() -> arrive(new Input.DenialHinted("grant_rejected"));
      case Act.Overtaken(var slower, var by) -> overtaken(slower, by);
    }
  }

  /// Nobody sees a grant before the transaction that adds it, and overtakes it there.
  private void overtaken(Act slower, Act by) {
    if (!scene.store.isEmpty()) {
      scene.store.faster.add(() -> happens(by));
    }
    happens(slower);
    scene.store.faster.clear();
  }

  /// The server says nothing any more, save that it confirms cancellations.
  void comesToRest() {
    for (int step = 0; step < STEPS_TO_REST_MAX && isDue(); step++) {
      var made = calls.size();
      claim(true);
      if (calls.size() > made) {
        scene.time.pass(Duration.ofSeconds(10));
        var gone =
            calls.getLast().state() instanceof Revoking
                || calls.getLast().state() instanceof Retiring
                || calls.getLast().state() instanceof RevokingToken;
        var kind = gone ? Said.Kind.GONE : Said.Kind.UNKNOWN;
        reply(0, new Said(kind, 0, null, List.of(), false), false);
      }
    }
  }

  private boolean isDue() {
    return !scene.store.isEmpty() && scene.store.only().state().due().isPresent();
  }

  private void send(Word word, int times) {
    var present = !scene.store.isEmpty();
    var rejected = scene.store.rejected.size();
    var commits = scene.store.commits.size();

    intake.accept(Collections.nCopies(times, received(word)));

    var refused = scene.store.rejected.size() - rejected;
    if (word == Word.ROTATE_TOKEN || word == Word.REVOKE_TOKEN) {
      return;
    }
    if (word == Word.REVOKE) {

      revoked |= refused == 0;
      revokedEarly |= !present;
    } else if (present) {
      var same = scene.store.only().request().equals(command(word));
      assertThat(refused).as("rejections of a repeated request").isEqualTo(same ? 0 : times);
      assertThat(scene.store.commits).as("what a repeated request changed").hasSize(commits);
    } else {
      revoked |= revokedEarly;
    }
  }

  private void claim(boolean jump) {
    if (jump && isDue()) {
      var due = scene.store.only().state().due().orElseThrow();
      var ahead = Duration.between(scene.time.instant(), due);
      scene.time.pass(ahead.isPositive() ? ahead : Duration.ZERO);
    }
    var now = scene.time.instant();
    var due = new Input.Due(now.plus(Scene.SETTINGS.lease()));
    scene
        .store
        .claimDue(now, 1, grant -> lifecycle.decide(grant, due, now, scene.random.nextDouble()))
        .forEach(this::call);
  }

  private void call(Claimed claimed) {
    var now = scene.time.instant();
    switch (claimed.after().state()) {
      case Continuing(_, _, _, var leaseEnd) -> {
        assertThat(continued).as("a continuation that may have been processed").isFalse();
        continued = true;
        continuingUntil = leaseEnd;
        calls.add(claimed.after());
      }
      case Revoking(var what, _, _, _, _) -> {
        assertThat(what).isInstanceOfAny(Cancellation.OfGrant.class, Cancellation.OfTokens.class);
        assertThat(now).as("a cancellation's time").isAfterOrEqualTo(continuingUntil);
        calls.add(claimed.after());
      }
      case Rotating(_, _, var leaseEnd) -> {
        assertThat(now).as("a rotation's time").isAfterOrEqualTo(continuingUntil);
        rotations++;
        assertThat(rotations).as("rotations without an answer").isLessThanOrEqualTo(ROTATIONS_MAX);
        continuingUntil = leaseEnd;
        calls.add(claimed.after());
      }
      case RevokingToken _ -> {
        assertThat(now).as("a token's revocation").isAfterOrEqualTo(continuingUntil);
        calls.add(claimed.after());
      }
      case Retiring _ -> {
        assertThat(now).as("a cancellation's time").isAfterOrEqualTo(continuingUntil);
        calls.add(claimed.after());
      }
      case Requesting _, Renewing _ -> calls.add(claimed.after());
      case GrantState _ -> {}
    }
  }

  /// @param back 0 is the latest call
  private void reply(int back, Said said, boolean twice) {
    if (calls.isEmpty()) {
      return;
    }
    var call = calls.reversed().get(Math.min(back, calls.size() - 1));
    var late = call.claim() != scene.store.only().claim();
    var answer = fitting(call, said.at(scene.time.instant()));

    var change = scene.changes.apply(call, new Input.Answered(answer));

    if (late) {
      assertThat(change).isInstanceOf(Change.None.class);
    }
    if (change instanceof Change.Made(var before, _, _, _)) {
      settle(before, answer);
    }
    if (twice) {
      scene.changes.apply(call, new Input.Answered(answer));
    }
  }

  private void settle(Grant before, Answer answer) {
    var unprocessed = answer instanceof Answer.NotNow || answer instanceof Answer.StillPending;
    if (before.state() instanceof Continuing && unprocessed) {
      continued = false;
    }
    if (!(answer instanceof Answer.Unknown)) {
      rotations = 0;
      continuingUntil = Instant.MIN;
    }
  }

  private static Answer fitting(Grant call, Answer answer) {
    var sort =
        switch (call.state()) {
          case Requesting _, Renewing _ -> Answer.ToRequest.class;
          case Continuing _ -> Answer.ToContinue.class;
          case Rotating _ -> Answer.ToRotate.class;
          case GrantState _ -> Answer.ToCancel.class;
        };
    return sort.isInstance(answer) ? answer : Said.SILENCE.at(Instant.EPOCH);
  }

  private void arrive(Input input) {
    if (!scene.store.isEmpty()) {
      scene.changes.apply(scene.store.only(), input);
    }
  }

  private static ReceivedCommand received(Word word) {
    return new ReceivedCommand(
        SOURCE, new byte[0], new byte[0], List.of(), null, new Reading.Valid(command(word)));
  }

  private static GrantCommand command(Word word) {
    return switch (word) {
      case REQUEST -> REQUEST;
      case OTHER -> Scene.request("shop", null, Duration.ofMinutes(1));
      case REVOKE -> new GrantRevokeRequested(Scene.ID, "order cancelled");
      case ROTATE_TOKEN -> new GrantTokenRotateRequested(Scene.ID, "t0", 1, null);
      case REVOKE_TOKEN -> new GrantTokenRevokeRequested(Scene.ID, "t0", "over");
    };
  }
}
