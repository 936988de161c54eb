package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One grant's random way through the real lifecycle, every step of it.
final class Way {

  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  static final Duration REVOCATION_LIMIT = Duration.ofMinutes(10);
  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration CALL = Duration.ofSeconds(10);

  /// What the deadline, the revocation limit and the time a silent call takes allow, and some.
  static final int STEPS_TO_REST_MAX = 500;

  private static final GrantLifecycle LIFECYCLE =
      new GrantLifecycle(BACKOFF, REVOCATION_LIMIT, Grants.RULES);

  private final List<Step> steps = new ArrayList<>();
  private final RandomGenerator random;
  private Grant grant = Grants.fresh(Grants.requested());
  private Instant now = Grants.NOW;

  private Way(long seed) {
    random = new Random(seed);
    grant = random.nextBoolean() ? Grants.renewed(grant) : grant;
  }

  /// @param after the grant as it was left, changed or not
  record Step(Grant before, Input input, Instant at, Decision decision, Grant after) {

    boolean changes() {
      return decision instanceof Transition;
    }

    /// Whether it announces a call.
    boolean announces() {
      return changes()
          && input instanceof Input.Due
          && (after.state() instanceof Requesting
              || after.state() instanceof Renewing
              || after.state() instanceof Retiring
              || after.state() instanceof Continuing
              || after.state() instanceof Rotating
              || after.state() instanceof RevokingToken
              || after.state() instanceof Revoking);
    }

    /// Whether a grant whose token is dead is to be requested anew from here on.
    boolean beginsRenewal() {
      return changes()
          && Holding.of(before.state()) != null
          && (after.state() instanceof Retiring || after.state() instanceof Renewable);
    }

    /// Whether it answers a continuation or a rotation that was waited for.
    boolean settles() {
      var waited =
          before.state() instanceof Continuing
              || before.state() instanceof Rotating
              || (before.state() instanceof Revoking(var what, _, _, _, _)
                  && (what instanceof OfUnansweredContinuation
                      || what instanceof OfUnansweredRotation));
      return waited
          && input instanceof Input.Answered(var answer)
          && !(answer instanceof Answer.Unknown);
    }

    List<GrantEvent.OfGrant> events() {
      return decision instanceof Transition(_, var events, _) ? events : List.of();
    }
  }

  static List<Step> of(List<Act> acts, long seed) {
    var way = new Way(seed);
    acts.forEach(way::act);
    return way.steps;
  }

  /// After the acts the server stays silent, and now and then a replica dies, until nothing is due.
  static List<Step> toRest(List<Act> acts, long seed) {
    var way = new Way(seed);
    acts.forEach(way::act);
    way.rest();
    return way.steps;
  }

  private void rest() {
    var latest = steps.size() + STEPS_TO_REST_MAX;
    while (grant.state().due().isPresent() && steps.size() < latest) {
      act(new Act.Claim(true));
      if (steps.getLast().announces() && random.nextBoolean()) {
        now = now.plus(CALL);
        act(new Act.Reply(Said.SILENCE, false));
      }
    }
  }

  private void act(Act act) {
    switch (act) {
      case Act.Pass(var seconds) -> now = now.plusSeconds(seconds);
      case Act.Claim(var jump) -> {
        if (jump) {
          now = grant.state().due().filter(now::isBefore).orElse(now);
        }
        happen(new Input.Due(now.plus(LEASE)));
      }
      case Act.Reply(var said, var fits) ->
          happen(new Input.Answered((fits ? fitting(said) : said).at(now)));
      case Act.Callback() -> happen(Grants.CALLBACK_VERIFIED);
      case Act.Hint() -> happen(Grants.DENIAL_HINTED);
      case Act.Revoke() -> happen(Grants.REVOKE);
      case Act.RotateToken(var label) -> happen(new Input.RotateToken(label, version(label)));
      case Act.RevokeToken(var label) -> happen(new Input.RevokeToken(label, "over"));
    }
  }

  /// Of the token that is meant, as a service knows it.
  private int version(@Nullable String label) {
    var held = Holding.of(grant.state());
    return held == null
        ? 1
        : IntStream.range(0, held.issue().accessTokens().size())
            .filter(it -> label == null || label.equals(held.token(it).label()))
            .map(it -> held.upkeep(it).version())
            .findFirst()
            .orElse(1);
  }

  /// Whatever does not answer the call in flight becomes the answer that leads furthest.
  private Said fitting(Said said) {
    var answer = said.at(now);
    return switch (grant.state()) {
      case Requesting _, Renewing _ ->
          answer instanceof Answer.ToRequest ? said : said.as(Said.Kind.ISSUED);
      case Retiring _ -> answer instanceof Answer.ToCancel ? said : said.as(Said.Kind.GONE);
      case Continuing _ -> answer instanceof Answer.ToContinue ? said : said.as(Said.Kind.ISSUED);
      case Rotating _ -> answer instanceof Answer.ToRotate ? said : said.as(Said.Kind.ROTATED);
      case RevokingToken _ -> answer instanceof Answer.ToCancel ? said : said.as(Said.Kind.GONE);
      case Revoking(OfUnansweredRotation _, _, _, _, _) ->
          answer instanceof Answer.ToRotate ? said : said.as(Said.Kind.ROTATED);
      case Revoking(OfUnansweredRequest _, _, _, _, _) ->
          answer instanceof Answer.ToRequest ? said : said.as(Said.Kind.ISSUED);
      case Revoking(OfUnansweredContinuation _, _, _, _, _) ->
          answer instanceof Answer.ToContinue ? said : said.as(Said.Kind.ISSUED);
      case Revoking _ -> answer instanceof Answer.ToCancel ? said : said.as(Said.Kind.GONE);
      case GrantState _ -> said;
    };
  }

  private void happen(Input input) {
    var before = grant;
    var decision = LIFECYCLE.decide(before, input, now, random.nextDouble());
    if (decision instanceof Transition(var next, _, _)) {
      grant = next;
    }
    steps.add(new Step(before, input, now, decision, grant));
  }
}
