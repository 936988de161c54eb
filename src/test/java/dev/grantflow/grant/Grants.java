package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.Managed;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.GrantState.Terminal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Grants in every state, seen at [#NOW], when what they wait for has just become due; only the
/// resource owner may still take until [#DEADLINE].
final class Grants {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant DEADLINE = NOW.plus(Duration.ofMinutes(15));
  static final Duration RENEW_WITHIN = Duration.ofMinutes(15);
  static final Instant LEASE_END = NOW.plus(Duration.ofMinutes(1));
  static final Duration REVOCATION_LIMIT = Duration.ofHours(24);
  static final double JITTER = 0.5;

  /// Half of which, by [#JITTER], is waited: 5 s, 10 s, 20 s …
  static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(2));

  /// By [#JITTER] tokens are rotated after half of their lives.
  static final UpkeepRules RULES = new UpkeepRules(0.55, 0.1, Duration.ofMinutes(4));

  /// Part of every secret here, so that it can be searched for where it must not be.
  static final String HUSH = "hush";

  static final URI ENDPOINT = URI.create("https://auth.example/gnap");
  static final Interaction INTERACTION =
      new Interaction(
          URI.create("https://auth.example/interact/1"),
          ENDPOINT,
          secret("nonce"),
          secret("finish"));
  static final CallbackKey CALLBACK = new CallbackKey("0f".repeat(32));
  static final Secret INTERACT_REF = secret("interact_ref");
  static final Continuation CONTINUATION = continuation("first", NOW);
  static final Continuation NEXT_CONTINUATION = continuation("second", NOW.plusSeconds(5));
  static final Managed TOKEN_A = managed("a");
  static final Managed TOKEN_B = managed("b");
  static final Issue ISSUE = new Issue(List.of(token("a", true), token("b", true)), null);
  static final Issue PARTLY_MANAGED_ISSUE =
      new Issue(List.of(token("a", true), token("b", false), labelled("quotes")), null);
  static final Issue UNMANAGED_ISSUE = new Issue(List.of(token("a", false)), null);

  static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(10));

  /// The only token of its grant, which expires.
  static final AccessToken MORTAL = token("m", true, EXPIRY, null);

  static final Issue MORTAL_ISSUE = new Issue(List.of(MORTAL), null);
  static final Issue LABELLED_ISSUE =
      new Issue(List.of(token("a", true, EXPIRY, "pay"), token("b", true, EXPIRY, "quote")), null);

  static final GrantError BUSY = new GrantError("server_busy", "Later, please.", 503);
  static final GrantError LOST = GrantError.of("no_answer", "The connection was closed.");
  static final GrantError NO = new GrantError("user_denied", "The resource owner said no.", 401);
  static final GrantError WRONG = new GrantError("invalid_request", "A field is wrong.", 400);

  /// Of an answer that may have left a token.
  static final GrantError LEFT =
      new GrantError("foreign_uri", "A token may live on until it expires.", 200);

  /// Of which [#TOKEN_A] was revoked, and the others cannot be.
  static final GrantError INCOMPLETE =
      GrantError.of(
          "revocation_incomplete",
          "The authorization server gave no way to revoke access token 2, \"quotes\": what it has"
              + " not ended by itself lives on until it expires.");

  static final Revoked REVOKED = new Revoked("order cancelled");
  static final Input REVOKE = new Input.Revoke("order cancelled");
  static final Input ROTATE_TOKEN = new Input.RotateToken(null, 1);
  static final Input REVOKE_TOKEN = new Input.RevokeToken(null, "order cancelled");
  static final Input REVOKE_LABELLED = new Input.RevokeToken("pay", "order cancelled");
  static final Input RETRY = new Input.Retry();
  static final Input DUE = new Input.Due(LEASE_END);
  static final Input CALLBACK_VERIFIED = new Input.CallbackVerified(INTERACT_REF);
  static final Input DENIAL_HINTED = new Input.DenialHinted("grant_rejected");

  static final Answer INTERACTION_REQUIRED =
      new Answer.InteractionRequired(INTERACTION, CALLBACK, NEXT_CONTINUATION);
  static final Answer INTERACTION_TO_POLL =
      new Answer.InteractionToPoll(INTERACTION.start(), NEXT_CONTINUATION, ENDPOINT);
  static final Answer STILL_PENDING = new Answer.StillPending(NEXT_CONTINUATION, ENDPOINT);
  static final Answer UNUSABLE = new Answer.Unusable(WRONG, NEXT_CONTINUATION);
  static final Answer UNUSABLE_AND_LEFT = new Answer.Unusable(LEFT, null, true);
  static final Answer ISSUED = new Answer.Issued(ISSUE, NEXT_CONTINUATION, ENDPOINT);
  static final Answer DENIED = new Answer.Denied(NO);
  static final Answer REFUSED = new Answer.Refused(WRONG);
  static final Answer NOT_NOW = new Answer.NotNow(BUSY, null);
  static final Answer UNKNOWN = new Answer.Unknown(LOST);
  static final Answer GONE = new Answer.Gone();
  static final Answer ROTATED = new Answer.Rotated(token("a", true));

  private static final GrantLifecycle LIFECYCLE =
      new GrantLifecycle(BACKOFF, REVOCATION_LIMIT, RULES);

  private Grants() {}

  /// Everything that can happen, every kind of answer by itself.
  static Map<String, Input> inputs() {
    var inputs = new LinkedHashMap<String, Input>();
    inputs.put("due", DUE);
    answers().forEach((name, answer) -> inputs.put("answer: " + name, new Input.Answered(answer)));
    inputs.put("callback verified", CALLBACK_VERIFIED);
    inputs.put("denial hinted", DENIAL_HINTED);
    inputs.put("revoke", REVOKE);
    inputs.put("rotate token", ROTATE_TOKEN);
    inputs.put("revoke token", REVOKE_TOKEN);
    inputs.put("revoke labelled token", REVOKE_LABELLED);
    inputs.put("retry", RETRY);
    return inputs;
  }

  static Map<String, Answer> answers() {
    var answers = new LinkedHashMap<String, Answer>();
    answers.put("interaction required", INTERACTION_REQUIRED);
    answers.put("interaction to poll", INTERACTION_TO_POLL);
    answers.put("unusable", UNUSABLE);
    answers.put("unusable, a token left", UNUSABLE_AND_LEFT);
    answers.put("still pending", STILL_PENDING);
    answers.put("issued", ISSUED);
    answers.put("denied", DENIED);
    answers.put("refused", REFUSED);
    answers.put("not now", NOT_NOW);
    answers.put("unknown", UNKNOWN);
    answers.put("gone", GONE);
    answers.put("rotated", ROTATED);
    return answers;
  }

  /// Every state, and those of its variants that are decided about differently.
  static Map<String, GrantState> states() {
    var states = new LinkedHashMap<String, GrantState>();
    states.put("Requested", requested());
    states.put("Requested, after an error", new Requested(1, BUSY, NOW));
    states.put("Requesting", requesting());
    states.put("Requesting, after an error", new Requesting(2, BUSY, NOW));
    states.put("Pending", pending());
    states.put("Polling", polling());
    states.put("Polling, after an error", new Polling(CONTINUATION, 1, BUSY, NOW));
    states.put("Approved", approved());
    states.put("Approved, after an error", new Approved(CONTINUATION, INTERACT_REF, 1, BUSY, NOW));
    states.put("Continuing, after the callback", continuing());
    states.put("Continuing, polling", new Continuing(CONTINUATION, null, 1, NOW));
    states.put("Finalized", new Finalized(ISSUE, CONTINUATION));
    states.put("Finalized, uncontinued", new Finalized(ISSUE, null));
    states.put("Finalized, partly revocable", new Finalized(PARTLY_MANAGED_ISSUE, null));
    states.put("Finalized, irrevocable", new Finalized(UNMANAGED_ISSUE, null));
    states.put("Finalized, rotation due", mortal(rotation(NOW, 0, false, EXPIRY)));
    states.put("Finalized, rotation failed", mortal(rotation(NOW, 1, false, EXPIRY)));
    states.put("Finalized, token expired", mortal(rotation(null, 0, false, NOW)));
    states.put("Finalized, rotation unanswered", mortal(rotation(NOW, 1, true, NOW)));
    states.put("Finalized, token expired, to be renewed", mortal(rotation(null, 0, false, NOW)));
    states.put(
        "Finalized, uncontinued and expired, to be renewed",
        new Finalized(MORTAL_ISSUE, null, new Upkeep(List.of(rotation(null, 0, false, NOW)))));
    states.put("Finalized, labelled", new Finalized(LABELLED_ISSUE, CONTINUATION));
    states.put("Finalized, token to be revoked", labelled(removal(0)));
    states.put("Rotating", rotating(false));
    states.put("Rotating, again", rotating(true));
    states.put("RevokingToken", revokingToken());
    states.put("Retiring, not tried yet", retiring(0));
    states.put("Retiring", retiring(1));
    states.put("Renewable", new Renewable(1, 0, null, NOW));
    states.put("Renewable, after an error", new Renewable(1, 1, BUSY, NOW));
    states.put("Renewing", renewing());
    states.put("Renewing, after an error", new Renewing(1, 2, BUSY, NOW));
    states.put("Revoking, not tried yet", revoking(new OfGrant(CONTINUATION), 0));
    states.put("Revoking", revoking(new OfGrant(CONTINUATION), 2));
    states.put("Revoking, to reject", revoking(new OfGrant(CONTINUATION), new Rejected(NO), 1));
    states.put("Revoking, to expire", revoking(new OfGrant(CONTINUATION), new Expired(), 1));
    states.put("Revoking, to fail", revoking(new OfGrant(CONTINUATION), new Failed(LOST), 1));
    states.put("Revoking, of several tokens", revoking(new OfTokens(List.of(TOKEN_A, TOKEN_B)), 1));
    states.put("Revoking, of the last token", revoking(new OfTokens(List.of(TOKEN_B)), 1));
    states.put(
        "Revoking, as far as possible",
        revoking(new OfTokens(List.of(TOKEN_A)), new Failed(INCOMPLETE), 1));
    states.put("Revoking, request unanswered", revoking(new OfUnansweredRequest(), 0));
    states.put(
        "Revoking, continuation unanswered",
        revoking(new OfUnansweredContinuation(CONTINUATION), 0));
    states.put(
        "Revoking, rotation unanswered",
        revoking(new OfUnansweredRotation(rotating(false).held(), 0), 0));
    states.put("Rejected", new Rejected(NO));
    states.put("Expired", new Expired());
    states.put("Failed", new Failed(WRONG));
    states.put("Revoked", REVOKED);
    return states;
  }

  static Requested requested() {
    return new Requested(0, null, NOW);
  }

  static Requesting requesting() {
    return new Requesting(1, null, NOW);
  }

  static Pending pending() {
    return new Pending(INTERACTION, CONTINUATION, DEADLINE);
  }

  static Polling polling() {
    return new Polling(CONTINUATION, 0, null, NOW);
  }

  static Approved approved() {
    return new Approved(CONTINUATION, INTERACT_REF, 0, null, NOW);
  }

  static Continuing continuing() {
    return new Continuing(CONTINUATION, INTERACT_REF, 1, NOW);
  }

  static Finalized mortal(TokenUpkeep upkeep) {
    return new Finalized(MORTAL_ISSUE, CONTINUATION, new Upkeep(List.of(upkeep)));
  }

  static TokenUpkeep rotation(
      @Nullable Instant at, int attempts, boolean unanswered, @Nullable Instant expiry) {
    return new TokenUpkeep(1, at, false, attempts, unanswered, expiry, null);
  }

  static Rotating rotating(boolean unanswered) {
    return new Rotating(mortal(rotation(NOW, unanswered ? 1 : 0, unanswered, EXPIRY)), 0, NOW);
  }

  static Finalized labelled(TokenUpkeep ofFirst) {
    return new Finalized(
        LABELLED_ISSUE, CONTINUATION, new Upkeep(List.of(ofFirst, TokenUpkeep.NONE)));
  }

  static TokenUpkeep removal(int attempts) {
    return TokenUpkeep.NONE.removing(
        new TokenUpkeep.Removal("order cancelled", NOW, attempts, NOW));
  }

  static RevokingToken revokingToken() {
    return new RevokingToken(labelled(removal(1)), 0, NOW);
  }

  static Retiring retiring(int attempts) {
    return new Retiring(CONTINUATION, 1, NOW, attempts, NOW);
  }

  static Renewing renewing() {
    return new Renewing(1, 1, null, NOW);
  }

  static Revoking revoking(Cancellation cancellation, int attempts) {
    return revoking(cancellation, REVOKED, attempts);
  }

  static Revoking revoking(Cancellation cancellation, Terminal ending, int attempts) {
    return new Revoking(cancellation, ending, NOW, attempts, NOW);
  }

  /// A grant that has been claimed 3 times and knows its endpoint and its callback.
  static Grant grant(GrantState state) {
    var grant = fresh(state).at(ENDPOINT, CALLBACK);
    return state instanceof Retiring || state instanceof Renewable || state instanceof Renewing
        ? renewed(grant)
        : grant;
  }

  /// The same as one that is requested anew once its token is dead.
  static Grant renewed(Grant grant) {
    return new Grant(
        grant.id(),
        grant.client(),
        grant.request(),
        grant.state(),
        grant.acceptedAt(),
        grant.expiresAt(),
        grant.grantEndpoint(),
        grant.callback(),
        grant.claim(),
        grant.version(),
        grant.traceparent(),
        grant.keepFresh(),
        RENEW_WITHIN);
  }

  /// A grant that no authorization server has answered yet and whose tokens are kept fresh.
  static Grant fresh(GrantState state) {
    var id = new GrantId("order-1");
    var request =
        new GrantRequested(
            id,
            null,
            new Server.GrantEndpoint(ENDPOINT),
            new Wanted(new Json("{\"access\":[]}"), null),
            Interact.redirect(URI.create("https://shop.example/thanks")),
            null,
            null);
    return new Grant(
        id,
        new ClientName("shop"),
        request,
        state,
        NOW.minusSeconds(10),
        DEADLINE,
        null,
        null,
        3,
        7,
        null,
        true,
        null);
  }

  static Decision decide(Grant grant, Input input) {
    return decide(grant, input, NOW);
  }

  static Decision decide(Grant grant, Input input, Instant now) {
    return LIFECYCLE.decide(grant, input, now, JITTER);
  }

  static Decision decide(Grant grant, Answer answer) {
    return decide(grant, new Input.Answered(answer), NOW);
  }

  /// The whole of a decided change.
  static Transition change(
      Grant grant, GrantState next, String cause, GrantEvent.OfGrant... events) {
    return new Transition(grant.in(next), List.of(events), cause);
  }

  static Continuation continuation(String name, Instant notBefore) {
    return new Continuation(
        URI.create("https://auth.example/continue/1"), secret("continue " + name), notBefore);
  }

  static AccessToken token(String name, boolean managed) {
    return new AccessToken(
        secret("{\"value\":\"" + name + "\"}"), managed ? manage(name) : null, secret(name), null);
  }

  static AccessToken token(
      String name, boolean managed, @Nullable Instant expiresAt, @Nullable String label) {
    return new AccessToken(
        secret("{\"value\":\"" + name + "\"}"),
        managed ? manage(name) : null,
        secret(name),
        expiresAt,
        label);
  }

  private static AccessToken labelled(String label) {
    return new AccessToken(
        secret("{\"label\":\"" + label + "\"}"), null, secret(label), null, label);
  }

  private static Managed managed(String name) {
    return new Managed(manage(name), secret(name));
  }

  private static URI manage(String name) {
    return URI.create("https://auth.example/token/" + name);
  }

  private static Secret secret(String name) {
    return Secret.of(HUSH + " " + name);
  }

  static Answer.NotNow notNow(@Nullable Duration retryAfter) {
    return new Answer.NotNow(BUSY, retryAfter);
  }
}
