package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import dev.grantflow.grant.GrantState;
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
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.GrantState.Terminal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How each state stands in the columns `state`, `facts` and `secrets`; `due_at` is the state's
/// own.
record StateColumns(String state, StateFacts facts, StateSecrets secrets) {

  static StateColumns of(GrantState state) {
    return switch (state) {
      case Requested(var attempts, var lastError, _) ->
          columns("REQUESTED", new FactsBuilder().attempts(attempts).lastError(lastError));
      case Requesting(var attempts, var lastError, _) ->
          columns("REQUESTING", new FactsBuilder().attempts(attempts).lastError(lastError));
      case Retiring(var continuation, var tokenVersion, var since, var attempts, _) ->
          columns(
              "RETIRING",
              new FactsBuilder()
                  .continuation(continuation)
                  .tokenVersion(tokenVersion)
                  .since(since)
                  .attempts(attempts));
      case Renewable(var tokenVersion, var attempts, var lastError, _) ->
          columns(
              "RENEWABLE",
              new FactsBuilder()
                  .tokenVersion(tokenVersion)
                  .attempts(attempts)
                  .lastError(lastError));
      case Renewing(var tokenVersion, var attempts, var lastError, _) ->
          columns(
              "RENEWING",
              new FactsBuilder()
                  .tokenVersion(tokenVersion)
                  .attempts(attempts)
                  .lastError(lastError));
      case Pending(var interaction, var continuation, _) ->
          columns(
              "PENDING", new FactsBuilder().interaction(interaction).continuation(continuation));
      case Polling(var continuation, var attempts, var lastError, _) ->
          columns(
              "POLLING",
              new FactsBuilder()
                  .continuation(continuation)
                  .attempts(attempts)
                  .lastError(lastError));
      case Approved(var continuation, var interactRef, var attempts, var lastError, _) ->
          columns(
              "APPROVED",
              new FactsBuilder()
                  .continuation(continuation)
                  .interactRef(interactRef)
                  .attempts(attempts)
                  .lastError(lastError));
      case Continuing(var continuation, var interactRef, var attempts, _) ->
          columns(
              "CONTINUING",
              new FactsBuilder()
                  .continuation(continuation)
                  .interactRef(interactRef)
                  .attempts(attempts));
      case Finalized held -> columns("FINALIZED", new FactsBuilder().held(held));
      case Rotating(var held, var place, _) ->
          columns("ROTATING", new FactsBuilder().held(held).place(place));
      case RevokingToken(var held, var place, _) ->
          columns("REVOKING_TOKEN", new FactsBuilder().held(held).place(place));
      case Revoking(var cancellation, var ending, var since, var attempts, _) ->
          columns(
              "REVOKING",
              new FactsBuilder()
                  .cancellation(cancellation)
                  .ending(ending)
                  .since(since)
                  .attempts(attempts));
      case Terminal terminal ->
          columns(terminal.status().name(), new FactsBuilder().ending(terminal));
    };
  }

  /// What the column `state` may hold of grants that have a status to the outside. One of them may
  /// stand for two.
  static List<String> of(Status status) {
    return switch (status) {
      case REQUESTED -> List.of("REQUESTED", "REQUESTING", "RETIRING", "RENEWABLE", "RENEWING");
      case PENDING -> List.of("PENDING", "POLLING", "CONTINUING");
      case APPROVED -> List.of("APPROVED", "CONTINUING");
      case FINALIZED -> List.of("FINALIZED", "ROTATING", "REVOKING_TOKEN");
      case REVOKING, REJECTED, EXPIRED, FAILED, REVOKED -> List.of(status.name());
    };
  }

  GrantState toState(@Nullable Instant due) {
    var read = new FactsReader(facts, secrets);
    return switch (state) {
      case "REQUESTED" -> new Requested(read.attempts(), read.lastError(), at(due));
      case "REQUESTING" -> new Requesting(read.attempts(), read.lastError(), at(due));
      case "RETIRING" ->
          new Retiring(
              read.continuation(), read.tokenVersion(), read.since(), read.attempts(), at(due));
      case "RENEWABLE" ->
          new Renewable(read.tokenVersion(), read.attempts(), read.lastError(), at(due));
      case "RENEWING" ->
          new Renewing(read.tokenVersion(), read.attempts(), read.lastError(), at(due));
      case "PENDING" -> new Pending(read.interaction(), read.continuation(), at(due));
      case "POLLING" ->
          new Polling(read.continuation(), read.attempts(), read.lastError(), at(due));
      case "APPROVED" ->
          new Approved(
              read.continuation(), read.interactRef(), read.attempts(), read.lastError(), at(due));
      case "CONTINUING" ->
          new Continuing(read.continuation(), read.interactRefIfAny(), read.attempts(), at(due));
      case "FINALIZED" -> read.held();
      case "ROTATING" -> new Rotating(read.held(), read.place(), at(due));
      case "REVOKING_TOKEN" -> new RevokingToken(read.held(), read.place(), at(due));
      case "REVOKING" ->
          new Revoking(read.cancellation(), read.ending(), read.since(), read.attempts(), at(due));
      case "REJECTED", "EXPIRED", "FAILED", "REVOKED" -> read.ending();
      case String other -> throw new IllegalStateException("no such state: " + other);
    };
  }

  private static StateColumns columns(String state, FactsBuilder pieces) {
    return new StateColumns(state, pieces.facts(), pieces.secrets());
  }

  private static Instant at(@Nullable Instant due) {
    return requireNonNull(due, "due_at");
  }
}
