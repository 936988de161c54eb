package dev.grantflow.mysql;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.StartKey;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Grants to rows and back.
@Singleton
final class GrantRowMapping {

  private final ColumnJson json;

  GrantRowMapping(ColumnJson json) {
    this.json = json;
  }

  /// @param at when the grant comes to be as it is, from which retention counts
  GrantRow toRow(Grant grant, Instant at) {
    var isEnded = grant.state() instanceof GrantState.Terminal;
    var columns = StateColumns.of(grant.state());
    var endpoint = grant.grantEndpoint();
    var callback = grant.callback();
    var start = callback == null ? null : callback.start();
    var renewWithin = grant.renewWithin();
    return new GrantRow(
        null,
        grant.id().value(),
        grant.version(),
        grant.claim(),
        grant.client().value(),
        columns.state(),
        grant.state().due().orElse(null),
        isEnded ? at : null,
        grant.acceptedAt(),
        grant.expiresAt(),
        endpoint == null ? null : endpoint.toString(),
        callback == null ? null : callback.sha256(),
        start == null ? null : start.sha256(),
        grant.traceparent(),
        json.write(RequestColumn.of(grant.request())),
        json.write(columns.facts()),
        isEnded ? null : json.write(columns.secrets()),
        null,
        grant.keepFresh(),
        renewWithin == null ? null : renewWithin.toMillis());
  }

  Grant toGrant(GrantRow row) {
    var id = new GrantId(row.grantId());
    var facts = json.read(row.facts(), StateFacts.class);
    var secrets =
        row.secrets() == null ? StateSecrets.NONE : json.read(row.secrets(), StateSecrets.class);
    var renewWithin = row.renewWithinMillis();
    return new Grant(
        id,
        new ClientName(row.client()),
        json.read(row.request(), RequestColumn.class).toRequest(id),
        new StateColumns(row.state(), facts, secrets).toState(row.stateDueAt()),
        row.acceptedAt(),
        row.expiresAt(),
        row.grantEndpoint() == null ? null : URI.create(row.grantEndpoint()),
        callback(row),
        row.claim(),
        row.version(),
        row.traceparent(),
        row.keepFresh(),
        renewWithin == null ? null : Duration.ofMillis(renewWithin));
  }

  private static @Nullable CallbackKey callback(GrantRow row) {
    var start = row.startKey();
    return row.callbackKey() == null
        ? null
        : new CallbackKey(row.callbackKey(), start == null ? null : new StartKey(start));
  }
}
