package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Answers continuations and cancellations (RFC 9635 §5) with the reference server's errors.
final class Continuations {
  private final Authentication authentication;
  private final Faults faults;
  private final Grants grants;
  private final Answers answers;
  private final Clock clock;
  private final Duration interactionLifetime;
  private final Duration slowness;

  Continuations(
      Authentication authentication,
      Faults faults,
      Grants grants,
      Answers answers,
      Settings settings) {
    this.authentication = authentication;
    this.faults = faults;
    this.grants = grants;
    this.answers = answers;
    this.clock = settings.clock();
    this.interactionLifetime = settings.interactionLifetime();
    this.slowness = settings.slowness();
  }

  Reply proceed(Call call, String id) {
    if (!call.message().body().isEmpty()) {
      call.booked().hasInteractRef();
    }
    Grant grant = authenticated(call, id);
    Optional<String> interactRef = interactRef(call);
    synchronized (grant) {
      grant.continuations++;
    }
    return faults.around(grant.behaviour, Point.CONTINUE, id, () -> proceed(grant, interactRef));
  }

  /// Pending, issued and rejected grants alike; whatever tokens they have die.
  Reply cancel(Call call, String id) {
    Grant grant = authenticated(call, id);
    synchronized (grant) {
      grant.cancellations++;
    }
    return faults.around(
        grant.behaviour,
        Point.CANCEL,
        id,
        () -> {
          synchronized (grant) {
            grant.state = GrantState.CANCELLED;
            grant.tokens.forEach(token -> token.ended = true);
            grant.cancelled.countDown();
          }
          return Reply.noContent();
        });
  }

  /// The grant is looked up between the two steps of verification: who names an unknown or
  /// cancelled grant, or has a wrong token, never learns about the signature.
  private Grant authenticated(Call call, String id) {
    call.booked().ofGrant(id);
    SignatureInput input = authentication.read(call);
    Grant grant =
        call.message()
            .gnapToken()
            .flatMap(token -> grants.byContinuation(id, token))
            .orElseThrow(() -> new Refused(401, "invalid_continuation", "invalid grant"));
    authentication.check(call, input, grant.request.client(), grant.behaviour);
    return grant;
  }

  private static Optional<String> interactRef(Call call) {
    if (call.message().body().isEmpty()) {
      return Optional.empty();
    }
    JsonNode body =
        Json.parseObject(call.message().body())
            .orElseThrow(() -> Refused.invalidBody("body must be object"));
    JsonNode interactRef = body.path("interact_ref");
    if (!interactRef.isTextual() && !interactRef.isMissingNode()) {
      throw Refused.invalidBody("body.interact_ref must be string");
    }
    return Optional.ofNullable(interactRef.textValue());
  }

  private Reply proceed(Grant grant, Optional<String> interactRef) {
    synchronized (grant) {
      if (grant.behaviour.speaks(Dialect.TOO_FAST) && grant.continuations == 1) {
        grant.lastAnswerAt = clock.instant();
        grant.renewContinuationToken();
        return Reply.json(400, answers.tooFast(grant));
      }
      requireContinuable(grant, interactRef);
      if (!grant.behaviour.is(Quirk.CANCEL_RACE)) {
        return answer(grant);
      }
    }
    awaitCancellation(grant);
    synchronized (grant) {
      return answer(grant);
    }
  }

  private void awaitCancellation(Grant grant) {
    try {
      boolean ignored = grant.cancelled.await(slowness.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireContinuable(Grant grant, Optional<String> interactRef) {
    if (grant.state == GrantState.CANCELLED) {
      throw new Refused(401, "invalid_continuation", "invalid grant");
    }
    boolean rejected = grant.state == GrantState.REJECTED;
    boolean tellsDenial = rejected && grant.behaviour.is(Quirk.DENIAL_RFC);
    boolean foreign = interactRef.isPresent() && !interactRef.get().equals(grant.interactRef);
    if (foreign || (rejected && !tellsDenial)) {
      throw new Refused(404, "invalid_continuation", "grant not found");
    }
    if (grant.isTooFast(clock.instant())) {
      throw new Refused(Faults.tooFast());
    }
    if (tellsDenial) {
      throw new Refused(403, "user_denied", "user denied interaction");
    }
    boolean usedUp = grant.state == GrantState.ISSUED && interactRef.isPresent();
    boolean expired =
        grant.state == GrantState.PENDING && grant.isExpired(clock.instant(), interactionLifetime);
    boolean polledBeforeFinish = interactRef.isEmpty() && grant.request.finish().isPresent();
    if (usedUp || expired || polledBeforeFinish) {
      throw new Refused(401, "request_denied", "grant interaction not approved");
    }
  }

  /// Polling an issued grant again mints a further token, as deployed servers may.
  private Reply answer(Grant grant) {
    Instant now = clock.instant();
    grant.lastAnswerAt = now;
    grant.renewContinuationToken();
    if (grant.state == GrantState.PENDING) {
      return Reply.json(200, answers.pending(grant));
    }
    if (grant.state == GrantState.APPROVED) {
      grant.state = GrantState.ISSUED;
    }
    return grant.request.tokens().isEmpty()
        ? Reply.json(200, answers.confirmed(grant))
        : Reply.json(200, answers.issued(grant, grants.issue(grant, Point.CONTINUE)));
  }
}
