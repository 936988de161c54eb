package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;

import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a command does to the store, from wherever it comes. To be called within a transaction;
/// nobody is told yet.
@Singleton
final class Commands {

  private final GrantStore store;
  private final GrantChanges changes;
  private final Acceptance acceptance;
  private final InstantSource clock;
  private final GrantSpans spans;

  Commands(
      GrantStore store,
      GrantChanges changes,
      Acceptance acceptance,
      InstantSource clock,
      GrantSpans spans) {
    this.store = store;
    this.changes = changes;
    this.acceptance = acceptance;
    this.clock = clock;
    this.spans = spans;
  }

  /// What became of a command.
  sealed interface Outcome {

    /// @param grant as it stands now
    /// @param changes in order; none when the same was taken before
    record Taken(Grant grant, List<Change.Made> changes) implements Outcome {}

    record Refused(Why why, List<Problem> problems) implements Outcome {}
  }

  /// What is done with a revocation whose grant nobody knows.
  enum Unknown {
    /// Remembered, because its request may have been overtaken on the way and still arrive.
    REMEMBERED,
    /// Forgotten, because whoever sent it hears so at once.
    FORGOTTEN
  }

  /// A grant request and the trace that it belongs to.
  record Asked(GrantRequested request, @Nullable String traceparent) {}

  /// How a grant request was met.
  sealed interface Met {

    /// By the grant that has its id.
    record Present(Grant grant) implements Met {}

    record Unwanted(List<Problem> problems) implements Met {}

    /// @param isRevoked whether it was before it was requested
    record Added(Grant accepted, Grant stored, boolean isRevoked) implements Met {}
  }

  Outcome take(GrantCommand command, @Nullable String traceparent, Unknown unknown) {
    return switch (command) {
      case GrantRequested request -> {
        var met = meet(List.of(new Asked(request, traceparent)));
        yield take(request, requireNonNull(met.get(request.grantId())));
      }
      case GrantRevokeRequested revoke -> revoke(revoke, unknown);
      case GrantTokenRotateRequested(var id, var label, var tokenVersion, _) ->
          onToken(id, new Input.RotateToken(label, tokenVersion));
      case GrantTokenRevokeRequested(var id, var label, var reason) ->
          onToken(id, new Input.RevokeToken(label, reason));
    };
  }

  /// Adds the new ones of several requests, with few trips to the database.
  ///
  /// @param asked each for another grant
  /// @return for [#take(GrantRequested, Met)], which says what comes of each
  Map<GrantId, Met> meet(List<Asked> asked) {
    var now = clock.instant();
    var met = new HashMap<GrantId, Met>();
    store
        .find(asked.stream().map(it -> it.request().grantId()).toList())
        .forEach(grant -> met.put(grant.id(), new Met.Present(grant)));
    var accepted = new ArrayList<Grant>();
    for (var it : asked) {
      if (!met.containsKey(it.request().grantId())) {
        switch (acceptance.of(it.request(), it.traceparent(), now)) {
          case Acceptance.Refused(var problems) ->
              met.put(it.request().grantId(), new Met.Unwanted(problems));
          case Acceptance.Accepted(var grant) -> accepted.add(grant);
        }
      }
    }
    var stored = store.add(accepted, now);
    var revoked = store.rememberedRevocations(stored.stream().map(Grant::id).toList());
    for (var i = 0; i < stored.size(); i++) {
      var grant = stored.get(i);
      met.put(grant.id(), new Met.Added(accepted.get(i), grant, revoked.contains(grant.id())));
    }
    return met;
  }

  Outcome take(GrantRequested request, Met met) {
    return switch (met) {
      case Met.Present(var grant) ->
          acceptance.isRepeated(grant, request)
              ? new Outcome.Taken(grant, List.of())
              : refused(Why.TAKEN, taken());
      case Met.Unwanted(var problems) -> new Outcome.Refused(Why.INVALID, problems);
      case Met.Added(var accepted, var stored, var isRevoked) ->
          accepted(new Change.Made(accepted, stored, "accepted", false), isRevoked);
    };
  }

  private Outcome accepted(Change.Made accepted, boolean isRevoked) {
    var added = accepted.grant();
    if (!isRevoked) {
      return new Outcome.Taken(added, List.of(accepted));
    }
    return switch (changed(added, new Input.Revoke("revoked before it was requested"))) {
      case Outcome.Taken(var revoked, var made) ->
          new Outcome.Taken(revoked, Stream.concat(Stream.of(accepted), made.stream()).toList());
      case Outcome.Refused refused ->
          throw new IllegalStateException("a new grant can be revoked: " + refused.problems());
    };
  }

  private Outcome revoke(GrantRevokeRequested revoke, Unknown unknown) {
    var id = revoke.grantId();
    return store
        .find(id)
        .or(() -> unknown == Unknown.REMEMBERED ? rememberOrFind(id) : Optional.empty())
        .map(grant -> changed(grant, new Input.Revoke(revoke.reason())))
        .orElseGet(() -> refused(Why.UNKNOWN, noGrant(unknown)));
  }

  private Outcome onToken(GrantId id, Input wish) {
    return store
        .find(id)
        .map(grant -> changed(grant, wish))
        .orElseGet(() -> refused(Why.UNKNOWN, noToken()));
  }

  private Outcome changed(Grant grant, Input wish) {
    spans.refer(grant);
    return switch (changes.apply(grant, wish)) {
      case Change.Made made -> new Outcome.Taken(made.grant(), List.of(made));
      case Change.None(var present, _) -> new Outcome.Taken(present, List.of());
      case Change.Refused(var problem) -> refused(Why.STATE, problem);
    };
  }

  /// Commands without a key may be accepted by two replicas at once: each writes first and then
  /// looks for what the other has written, so at least one of them sees both.
  private Optional<Grant> rememberOrFind(GrantId id) {
    store.rememberRevocation(id, clock.instant());
    return store.findLocked(id);
  }

  private static Outcome refused(Why why, Problem problem) {
    return new Outcome.Refused(why, List.of(problem));
  }

  private static Problem taken() {
    return new Problem(
        "grantId",
        "A different GrantRequested was accepted under this id before. Repeat that one unchanged,"
            + " or choose another id for another grant.");
  }

  private static Problem noToken() {
    return new Problem(
        "grantId",
        "No grant is known under this id, so there is no token either. Name a grant that is"
            + " FINALIZED.");
  }

  private static Problem noGrant(Unknown unknown) {
    var message =
        switch (unknown) {
          case REMEMBERED ->
              "No grant is known under this id. Should its GrantRequested still arrive, the grant"
                  + " is revoked at once and never reaches an authorization server.";
          case FORGOTTEN -> "No grant is known under this id.";
        };
    return new Problem("grantId", message);
  }
}
