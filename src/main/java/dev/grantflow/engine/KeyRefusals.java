package dev.grantflow.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.grantflow.client.Acting;
import dev.grantflow.client.KeySettings;
import dev.grantflow.engine.KeyStanding.Turn;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantError;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves an authorization server alone that refuses a client instance's key (`invalid_client`), so
/// that a key which was revoked, or is not published yet, neither hammers the server nor costs
/// every grant. The first grant request that is refused fails with the server's word. Everything
/// else of that client at that server is held back from then on, and tried one call at a time after
/// pauses that grow, until the key is accepted or the grant's time is over. What was granted before
/// may be bound to a former key, so calls with a token hold back their own kind alone, and whether
/// grants can be asked for is found out by asking. Another key of the client begins anew. In
/// memory: each replica finds out by itself. Thread-safe.
@Singleton
final class KeyRefusals {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRefusals.class);
  private static final int PAIRS_MAX = 10_000;

  /// Longer than any pause.
  private static final Duration REMEMBERED = Duration.ofHours(3);

  private final Cache<Pair, KeyStanding> standings =
      Caffeine.newBuilder().maximumSize(PAIRS_MAX).expireAfterAccess(REMEMBERED).build();
  private final KeySettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MeterRegistry meters;
  private final ServerTags servers;
  private final SigningKeys keys;

  KeyRefusals(
      KeySettings settings,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters,
      ServerTags servers,
      SigningKeys keys) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.meters = meters;
    this.servers = servers;
    this.keys = keys;
    meters.gauge("grantflow.client.keys.refused", this, KeyRefusals::paused);
  }

  /// @param server its grant endpoint, as one host may be many servers
  private record Pair(ClientName client, String publicKey, URI server) {

    String host() {
      return ServerTags.host(server);
    }
  }

  private record Place(ClientName client, String host) {}

  /// What a call proves by its signature.
  enum Proof {
    /// A grant request: no token goes with it, so `invalid_client` means the key.
    REQUEST,
    /// A continuation, cancellation, revocation or rotation. Some servers say the same of a token
    /// that they do not know, so only several in a row mean the key, and for calls with a token
    /// alone.
    TOKEN,
    /// By a token that may be dead: the refusal is what tells that it is.
    TOKEN_IN_DOUBT
  }

  /// @param server the grant endpoint; where that is not known, where the call goes
  /// @param call is made at most once
  /// @return its answer, or that it was held back
  Answer guard(ClientName client, Acting acting, URI server, Proof proof, Supplier<Answer> call) {
    var pair = new Pair(client, acting.publicKey(), server);
    var standing = standings.getIfPresent(pair);
    var turn =
        standing == null ? Turn.FREE : standing.enter(proof == Proof.REQUEST, clock.instant());
    if (standing == null || turn == Turn.FREE) {
      return judged(pair, acting, proof, turn, call.get());
    }
    if (turn == Turn.HELD_BACK) {
      return heldBack(pair, acting, proof, standing);
    }
    try {
      return judged(pair, acting, proof, turn, call.get());
    } finally {
      standing.probeEnds();
    }
  }

  private Answer heldBack(Pair pair, Acting acting, Proof proof, KeyStanding standing) {
    var error =
        GrantError.of(
            "key_refused",
            "%s refuses the key %s of client %s; nothing was sent. Publish the key under the client's wallet address, or configure one that is."
                .formatted(pair.host(), acting.keyId(), pair.client()));
    return new Answer.NotNow(error, waitOf(standing, proof));
  }

  private Answer judged(Pair pair, Acting acting, Proof proof, Turn turn, Answer answer) {
    return switch (answer) {
      case Answer.Refused(var error) when isOfKey(error) ->
          proof == Proof.TOKEN_IN_DOUBT ? answer : refused(pair, acting, proof, turn, error);
      case Answer.Refused(var error) ->
          isOfServer(error) ? notOfKey(pair, acting, turn, answer) : answer;
      case Answer.InteractionRequired _, Answer.InteractionToPoll _, Answer.StillPending _ ->
          accepted(pair, acting, answer);
      case Answer.Issued _, Answer.Unusable _, Answer.Rotated _ -> accepted(pair, acting, answer);
      case Answer.Denied _, Answer.Gone _ -> notOfKey(pair, acting, turn, answer);
      case Answer.NotNow _, Answer.Unknown _ -> answer;
    };
  }

  private static boolean isOfKey(GrantError error) {
    return error.code().equals("invalid_client") && isOfServer(error) && !error.isOfUnknownToken();
  }

  /// Whether the server has looked at the call and found fault with it.
  private static boolean isOfServer(GrantError error) {
    var status = error.httpStatus();
    return status != null && status / 100 == 4;
  }

  /// A server that minds something else does not mind the key. Of calls that were under way when
  /// the pause began that may have been said before, so they do not end it.
  private Answer notOfKey(Pair pair, Acting acting, Turn turn, Answer answer) {
    var standing = standings.getIfPresent(pair);
    return standing != null && (turn == Turn.PROBE || !standing.isPaused())
        ? accepted(pair, acting, answer)
        : answer;
  }

  private Answer accepted(Pair pair, Acting acting, Answer answer) {
    var standing = standings.asMap().remove(pair);
    if (standing != null && standing.isPaused()) {
      LOG.atInfo()
          .addKeyValue(LogKeys.CLIENT, pair.client())
          .addKeyValue(LogKeys.HOST, pair.host())
          .addKeyValue(LogKeys.KEY, acting.keyId())
          .log("the authorization server accepts the key of the client instance");
    }
    return answer;
  }

  private Answer refused(Pair pair, Acting acting, Proof proof, Turn turn, GrantError error) {
    meters
        .counter(
            "grantflow.client.key.failures",
            "client",
            pair.client().value(),
            "server",
            servers.of(pair.host()))
        .increment();
    var standing = Objects.requireNonNull(standings.get(pair, _ -> new KeyStanding(settings)));
    var wasPaused = standing.isPaused();
    standing.refused(proof == Proof.REQUEST, turn == Turn.PROBE, clock.instant());
    if (!wasPaused && standing.isPaused()) {
      LOG.atError()
          .addKeyValue(LogKeys.CLIENT, pair.client())
          .addKeyValue(LogKeys.HOST, pair.host())
          .addKeyValue(LogKeys.KEY, acting.keyId())
          .addKeyValue(LogKeys.CAUSE, error.code())
          .log(
              "the authorization server refuses the key of the client instance; its calls there are"
                  + " held back and tried one by one. Look whether the key is published under the"
                  + " client's wallet address");
    }
    return proof == Proof.REQUEST && !wasPaused
        ? new Answer.Refused(error)
        : new Answer.NotNow(error, waitOf(standing, proof));
  }

  private @Nullable Duration waitOf(KeyStanding standing, Proof proof) {
    return standing.isPaused()
        ? standing.wait(proof == Proof.REQUEST, clock.instant(), random.nextDouble())
        : null;
  }

  /// Who names one more grant endpoint of a host, or takes a key out of use, changes nothing here.
  private double paused() {
    var now = clock.instant();
    return standings.asMap().entrySet().stream()
        .filter(it -> it.getValue().isPaused())
        .map(Map.Entry::getKey)
        .filter(it -> keys.signs(it.client(), it.publicKey(), now))
        .map(it -> new Place(it.client(), it.host()))
        .distinct()
        .count();
  }
}
