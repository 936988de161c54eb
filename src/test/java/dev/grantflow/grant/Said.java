package dev.grantflow.grant;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Any answer of a server, told so that it can be placed at any time.
///
/// @param waitSeconds `continue.wait`
/// @param retryAfter seconds; null when the server says nothing
/// @param managed for each token whether it comes with a `manage` URI; none means a subject
/// @param continued whether an issue, or what cannot be used, comes with a continuation
public record Said(
    Kind kind,
    int waitSeconds,
    @Nullable Integer retryAfter,
    List<Boolean> managed,
    boolean continued) {

  /// What a server, or its silence, can mean.
  public enum Kind {
    INTERACTION_REQUIRED,
    INTERACTION_TO_POLL,
    UNUSABLE,
    STILL_PENDING,
    ISSUED,
    DENIED,
    REFUSED,
    NOT_NOW,
    UNKNOWN,
    GONE,
    ROTATED
  }

  public static final Said SILENCE = new Said(Kind.UNKNOWN, 0, null, List.of(), false);

  public static Arbitrary<Said> any() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 1200),
            Arbitraries.of(0, 1, 7, 90, 3600, Integer.MAX_VALUE).injectNull(0.5),
            Arbitraries.of(true, false).list().ofMaxSize(3),
            Arbitraries.of(true, false))
        .as(Said::new);
  }

  Said as(Kind other) {
    return new Said(other, waitSeconds, retryAfter, managed, continued);
  }

  public Answer at(Instant now) {
    return switch (kind) {
      case INTERACTION_REQUIRED ->
          new Answer.InteractionRequired(Grants.INTERACTION, Grants.CALLBACK, continuation(now));
      case INTERACTION_TO_POLL ->
          new Answer.InteractionToPoll(
              Grants.INTERACTION.start(), continuation(now), Grants.ENDPOINT);
      case UNUSABLE -> unusable(now);
      case STILL_PENDING -> new Answer.StillPending(continuation(now), Grants.ENDPOINT);
      case ISSUED ->
          new Answer.Issued(issue(now), continued ? continuation(now) : null, Grants.ENDPOINT);
      case DENIED -> Grants.DENIED;
      case REFUSED -> Grants.REFUSED;
      case NOT_NOW ->
          new Answer.NotNow(
              Grants.BUSY, retryAfter == null ? null : Duration.ofSeconds(retryAfter));
      case UNKNOWN -> Grants.UNKNOWN;
      case GONE -> Grants.GONE;
      case ROTATED -> new Answer.Rotated(rotated(now));
    };
  }

  /// Told in a way that nobody can use: to be undone by its own continuation, by what of its tokens
  /// is managed, by a former continuation, or by nothing.
  private Answer unusable(Instant now) {
    if (continued) {
      return new Answer.Unusable(Grants.WRONG, continuation(now));
    }
    var undo = Undoing.managed(issue(now));
    var isLeft = undo.size() < managed.size();
    return new Answer.Unusable(
        isLeft ? Grants.LEFT : Grants.WRONG,
        undo.isEmpty() ? former() : new OfTokens(undo),
        isLeft);
  }

  private @Nullable Cancellation former() {
    return waitSeconds % 2 == 0 ? null : new OfGrant(Grants.CONTINUATION);
  }

  private Continuation continuation(Instant now) {
    return new Continuation(
        URI.create("https://auth.example/continue/" + now),
        Secret.of("continue " + now),
        now.plusSeconds(waitSeconds));
  }

  private AccessToken rotated(Instant now) {
    var isManaged = managed.isEmpty() || managed.getFirst();
    return Grants.token("rotated-" + now, isManaged, expiry(now), null);
  }

  /// Now and then none.
  private @Nullable Instant expiry(Instant now) {
    return waitSeconds % 3 == 0 ? null : now.plusSeconds(waitSeconds);
  }

  private Issue issue(Instant now) {
    var tokens =
        IntStream.range(0, managed.size())
            .mapToObj(i -> Grants.token("t" + i, managed.get(i), expiry(now), "t" + i))
            .toList();
    return new Issue(tokens, tokens.isEmpty() ? Secret.of("{}") : null);
  }
}
