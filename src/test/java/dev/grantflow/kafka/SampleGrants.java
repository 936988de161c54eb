package dev.grantflow.kafka;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantEvent.GrantExpired;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantPending;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// A grant, and every event that can be told of it.
@NullMarked
final class SampleGrants {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  static final String TOKEN =
      "{\"value\": \"s3cret\", \"manage\":\"https://auth.example/token/1\",\"expires_in\":600,"
          + "\"access\":[],\"x\":1.10}";

  private SampleGrants() {}

  static Grant grant(String id, String wantedTokens, @Nullable Json metadata) {
    var request =
        new GrantRequested(
            new GrantId(id),
            null,
            new Server.OfWalletAddress(URI.create("https://wallet.example/alice")),
            new Wanted(new Json(wantedTokens), null),
            null,
            null,
            metadata);
    return new Grant(
        request.grantId(),
        new ClientName("shop"),
        request,
        new GrantState.Expired(),
        NOW,
        NOW.plusSeconds(600),
        null,
        null,
        3,
        7,
        TRACE);
  }

  static Grant grant() {
    return grant("g1", "{\"access\":[]}", new Json("{\"order\":1.10}"));
  }

  static Issue issue(int tokens) {
    var token = new AccessToken(Secret.of(TOKEN), null, Secret.of("s3cret"), NOW.plusSeconds(600));
    return new Issue(Collections.nCopies(tokens, token), null);
  }

  /// @param access the member of that name; empty leaves it out
  /// @param label null leaves it out
  static AccessToken token(@Nullable String label, String access) {
    var members = "{\"value\":\"s3cret\"" + (access.isEmpty() ? "" : ",\"access\":" + access) + "}";
    return new AccessToken(Secret.of(members), null, Secret.of("s3cret"), null, label);
  }

  /// A right to pay in an interval.
  static String paying(String interval) {
    return "{\"type\":\"outgoing-payment\",\"actions\":[\"create\"],\"identifier\":\"https://wallet.example/alice\",\"limits\":{\"interval\":\"%s\"}}"
        .formatted(interval);
  }

  static List<GrantEvent.OfGrant> events() {
    var subject = Secret.of("{\"sub_ids\":[{\"format\":\"uri\"}]}");
    return List.of(
        new GrantPending(InteractionStart.at(URI.create("https://auth.example/interact/1")), NOW),
        new GrantPending(
            new InteractionStart(
                null,
                Secret.of("WDJB-MJHT"),
                new InteractionStart.UserCodeUri(
                    Secret.of("A1BC"), URI.create("https://auth.example/code")),
                URI.create("auth-app:/interact/1"),
                NOW),
            NOW),
        new GrantFinalized(issue(1), Trigger.REQUEST),
        new GrantFinalized(issue(2), Trigger.POLL),
        new GrantFinalized(new Issue(List.of(), subject), Trigger.CALLBACK),
        new GrantFinalized(
            new Issue(List.of(token(null, "[" + paying("R2/2026-02-01/P1M") + "]")), null),
            Trigger.CALLBACK),
        new GrantEvent.GrantTokenRotated(
            issue(1).accessTokens().getFirst(), 2, GrantEvent.RotationTrigger.EXPIRY),
        new GrantEvent.GrantTokenExpired(null, 1, NOW, null),
        new GrantEvent.GrantTokenExpired(
            "pay", 2, null, new GrantError("invalid_client", "invalid access token", 401)),
        new GrantEvent.GrantTokenRevoked("pay", "not needed"),
        new GrantEvent.GrantTokenRevoked(null, null),
        new GrantEvent.GrantTokenChangeFailed(
            "pay",
            GrantEvent.TokenChange.ROTATION,
            new GrantError("invalid_rotation", "Not this one.", 404)),
        new GrantRejected(GrantError.of("user_denied", "The resource owner said no.")),
        new GrantExpired(),
        new GrantFailed(new GrantError("invalid_request", "Refused.", 400)),
        new GrantRevoked("not needed"),
        new GrantRevoked(null));
  }
}
