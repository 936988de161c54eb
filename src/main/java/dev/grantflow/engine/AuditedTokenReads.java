package dev.grantflow.engine;

import dev.grantflow.engine.TokenDelivery.Encrypted;
import dev.grantflow.engine.TokenDelivery.Inline;
import dev.grantflow.engine.TokenDelivery.Reference;
import dev.grantflow.engine.TokenReadLog.TokenRead;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState.Approved;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.GrantState.Polling;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.GrantState.Terminal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Hands out the tokens of clients whose delivery is by reference, and of no others: those of the
/// others lie in their events, and one way to a secret is enough. The record of a reading is
/// committed before the token leaves; when that fails, nothing leaves. The line in the log is left
/// to who answers the caller, as for any other call.
@Singleton
final class AuditedTokenReads implements TokenReads {

  private final GrantStore store;
  private final TokenDeliveries deliveries;
  private final TokenReadLog records;
  private final InstantSource clock;
  private final MeterRegistry meters;

  AuditedTokenReads(
      GrantStore store,
      TokenDeliveries deliveries,
      TokenReadLog records,
      InstantSource clock,
      MeterRegistry meters) {
    this.store = store;
    this.deliveries = deliveries;
    this.records = records;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public Outcome read(GrantId grantId, @Nullable String label, @Nullable String reader) {
    var grant = store.find(grantId);
    if (grant.isEmpty()) {
      return new Outcome.UnknownGrant();
    }
    var outcome = outcome(grant.get(), label);
    if (outcome instanceof Outcome.Read read) {
      write(read, reader);
    }
    return outcome;
  }

  /// What holds for a client that is not configured any more was meant for its events: nobody has
  /// said that its tokens may be fetched.
  private Outcome outcome(Grant grant, @Nullable String label) {
    if (!deliveries.isConfigured(grant.client())) {
      return new Outcome.Nothing(
          "The client instance %s is not configured any more. Configure it with token-delivery REFERENCE to have its tokens fetched."
              .formatted(grant.client()));
    }
    return switch (deliveries.of(grant.client())) {
      case Reference() -> held(grant, label);
      case Inline() -> notByReference(grant);
      case Encrypted _ -> notByReference(grant);
    };
  }

  private static Outcome notByReference(Grant grant) {
    return new Outcome.Nothing(
        "Tokens of the client instance %s come with their events. Only those whose token-delivery is REFERENCE are fetched."
            .formatted(grant.client()));
  }

  private Outcome held(Grant grant, @Nullable String label) {
    return switch (grant.state()) {
      case Finalized held -> held(grant, held, -1, label);
      case Rotating(var held, var place, _) -> held(grant, held, place, label);
      case RevokingToken(var held, var place, _) -> held(grant, held, place, label);
      case Requested _, Requesting _, Pending _, Polling _, Approved _, Continuing _ ->
          notFinalized(grant);
      case Retiring _, Renewable _, Renewing _ -> notFinalized(grant);
      case Revoking _, Terminal _ -> notFinalized(grant);
    };
  }

  private static Outcome notFinalized(Grant grant) {
    return new Outcome.Nothing(
        "The grant is %s; only a FINALIZED grant has a token.".formatted(grant.state().status()));
  }

  /// @param changing the place of the token whose rotation or revocation is, or may be, at the
  ///   server; negative when there is none
  private Outcome held(Grant grant, Finalized held, int changing, @Nullable String label) {
    var tokens = held.issue().accessTokens();
    var wanted =
        IntStream.range(0, tokens.size())
            .filter(place -> label == null || label.equals(tokens.get(place).label()))
            .boxed()
            .toList();
    var subject = label == null ? held.issue().subject() : null;
    if (wanted.isEmpty() && subject == null) {
      return new Outcome.Nothing(
          "The grant has no token of this label. Leave label out, or give one that the event"
              + " told.");
    }
    var read = new ArrayList<Held>();
    var objections = new ArrayList<String>();
    for (int place : wanted) {
      objection(held, changing, place)
          .ifPresentOrElse(
              objections::add, () -> read.add(new Held(tokens.get(place), version(held, place))));
    }
    // One that is not usable keeps nobody from the others, unless it was asked for.
    var isLacking = label != null || (read.isEmpty() && subject == null);
    return isLacking && !objections.isEmpty()
        ? new Outcome.NotUsable(objections.getFirst())
        : new Outcome.Read(grant.id(), grant.client(), read, subject);
  }

  private Optional<String> objection(Finalized held, int changing, int place) {
    if (place == changing || held.isUnsettled(place)) {
      return Optional.of("The access token is being rotated or revoked. Ask again in a moment.");
    }
    var expiresAt = held.issue().accessTokens().get(place).expiresAt();
    return expiresAt == null || clock.instant().isBefore(expiresAt)
        ? Optional.empty()
        : Optional.of(
            "The access token expired at %s. Ask for a rotation, or for a new grant."
                .formatted(expiresAt));
  }

  private static int version(Finalized held, int place) {
    var upkeep = held.upkeep().tokens();
    return upkeep.isEmpty() ? 1 : upkeep.get(place).version();
  }

  /// In the database: what only a log line told of could be lost with the log.
  private void write(Outcome.Read read, @Nullable String reader) {
    records.record(reads(read, reader));
    meters.counter("grantflow.token.reads", "client", read.client().value()).increment();
  }

  private List<TokenRead> reads(Outcome.Read read, @Nullable String reader) {
    var now = clock.instant();
    var reads = new ArrayList<TokenRead>();
    for (var held : read.tokens()) {
      var label = held.token().label();
      reads.add(new TokenRead(read.grantId(), read.client(), label, held.version(), reader, now));
    }
    if (read.subject() != null) {
      reads.add(new TokenRead(read.grantId(), read.client(), null, null, reader, now));
    }
    return reads;
  }
}
