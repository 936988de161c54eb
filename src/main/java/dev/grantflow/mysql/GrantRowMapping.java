package dev.grantflow.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.StartKey;
import dev.grantflow.mysql.encryption.Keyset;
import dev.grantflow.mysql.encryption.Place;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Grants to rows and back, their secrets encrypted.
@Singleton
final class GrantRowMapping {

  private final ColumnJson json;
  private final Keyring keyring;

  GrantRowMapping(ColumnJson json, Keyring keyring) {
    this.json = json;
    this.keyring = keyring;
  }

  /// @param at when the grant comes to be as it is, from which retention counts
  GrantRow toRow(Grant grant, Instant at) {
    return toRow(grant, at, json.write(RequestColumn.of(grant.request())));
  }

  /// The same without the request, which stays as it was added.
  GrantRow toChangedRow(Grant grant, Instant at) {
    return toRow(grant, at, "");
  }

  private GrantRow toRow(Grant grant, Instant at, String request) {
    var isEnded = grant.state() instanceof GrantState.Terminal;
    var columns = StateColumns.of(grant.state());
    var endpoint = grant.grantEndpoint();
    var callback = grant.callback();
    var start = callback == null ? null : callback.start();
    var renewWithin = grant.renewWithin();
    var secrets = isEnded ? null : sealed(grant.id(), columns.secrets());
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
        request,
        json.write(columns.facts()),
        secrets,
        secrets == null ? null : Keyset.keyOf(secrets),
        null,
        grant.keepFresh(),
        renewWithin == null ? null : renewWithin.toMillis(),
        grant.keyId());
  }

  private byte[] sealed(GrantId id, StateSecrets secrets) {
    return keyring.current().encrypt(json.write(secrets).getBytes(UTF_8), place(id.value()));
  }

  private StateSecrets opened(GrantRow row, byte[] sealed) {
    var plain = keyring.current().decrypt(sealed, row.secretsKey(), place(row.grantId()));
    return json.read(new String(plain, UTF_8), StateSecrets.class);
  }

  /// What the secrets of a grant are bound to.
  static Place place(String grantId) {
    return new Place("grants", "secrets", grantId);
  }

  Grant toGrant(GrantRow row) {
    var id = new GrantId(row.grantId());
    var facts = json.read(row.facts(), StateFacts.class);
    var sealed = row.secrets();
    var secrets = sealed == null ? StateSecrets.NONE : opened(row, sealed);
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
        renewWithin == null ? null : Duration.ofMillis(renewWithin),
        row.keyId());
  }

  private static @Nullable CallbackKey callback(GrantRow row) {
    var start = row.startKey();
    return row.callbackKey() == null
        ? null
        : new CallbackKey(row.callbackKey(), start == null ? null : new StartKey(start));
  }
}
