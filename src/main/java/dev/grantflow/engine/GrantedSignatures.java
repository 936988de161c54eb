package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.engine.GrantedCalls.Comparison;
import dev.grantflow.gnap.BoundToken;
import dev.grantflow.gnap.ResourceSigner;
import dev.grantflow.gnap.signature.Content;
import dev.grantflow.gnap.signature.UnsignedRequest;
import dev.grantflow.grant.AccessToken;
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
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs what the grant allows, with the key of the client instance that asked for it. Every
/// signature leaves a line in the log that says for which grant, where to and what for.
@Singleton
final class GrantedSignatures implements ResourceSignatures {

  private static final Logger LOG = LoggerFactory.getLogger(GrantedSignatures.class);

  private final GrantStore store;
  private final ClientInstances clients;
  private final GrantedCalls calls;
  private final ResourceSigner signer;
  private final EgressSettings egress;
  private final InstantSource clock;

  GrantedSignatures(
      GrantStore store,
      ClientInstances clients,
      GrantedCalls calls,
      ResourceSigner signer,
      EgressSettings egress,
      InstantSource clock) {
    this.store = store;
    this.clients = clients;
    this.calls = calls;
    this.signer = signer;
    this.egress = egress;
    this.clock = clock;
  }

  @Override
  public Outcome sign(GrantId grantId, RequestToSign request) {
    return store
        .find(grantId)
        .map(grant -> sign(grant, request))
        .orElseGet(Outcome.UnknownGrant::new);
  }

  private Outcome sign(Grant grant, RequestToSign request) {
    return switch (grant.state()) {
      case Finalized held -> sign(grant, held, -1, request);
      case Rotating(var held, var place, _) -> sign(grant, held, place, request);
      case RevokingToken(var held, var place, _) -> sign(grant, held, place, request);
      case Requested _, Requesting _, Pending _, Polling _, Approved _, Continuing _ ->
          withoutToken(grant);
      case Retiring _, Renewable _, Renewing _ -> withoutToken(grant);
      case Revoking _, Terminal _ -> withoutToken(grant);
    };
  }

  private static Outcome withoutToken(Grant grant) {
    return new Outcome.NotUsable(
        "The grant is %s; only a FINALIZED grant has a token to sign with."
            .formatted(grant.state().status()));
  }

  /// @param changing the place of the token whose rotation or revocation is, or may be, at the
  ///   server; negative when there is none
  private Outcome sign(Grant grant, Finalized held, int changing, RequestToSign request) {
    var tokens = held.issue().accessTokens();
    if (tokens.isEmpty()) {
      return new Outcome.NotUsable(
          "The grant confirmed a subject and brought no access token. Ask for a grant with"
              + " access_token.");
    }
    var token = choose(tokens, request.label());
    if (token.isEmpty()) {
      return Outcome.Refused.of("label", "must be one of the grant's tokens: " + labels(tokens));
    }
    var place = tokens.indexOf(token.get());
    return place == changing || held.isUnsettled(place)
        ? new Outcome.NotUsable(
            "The access token is being rotated or revoked. Ask again in a moment.")
        : sign(grant, token.get(), request);
  }

  private static Optional<AccessToken> choose(List<AccessToken> tokens, @Nullable String label) {
    if (label == null) {
      return tokens.size() == 1 ? Optional.of(tokens.getFirst()) : Optional.empty();
    }
    return tokens.stream().filter(token -> label.equals(token.label())).findFirst();
  }

  private static String labels(List<AccessToken> tokens) {
    var labels = tokens.stream().map(AccessToken::label).filter(Objects::nonNull).toList();
    if (!labels.isEmpty()) {
      return labels.toString();
    }
    return tokens.size() == 1
        ? "its only one has no label; leave it out"
        : "the authorization server gave several without labels, which cannot be told apart";
  }

  private Outcome sign(Grant grant, AccessToken token, RequestToSign request) {
    var expiresAt = token.expiresAt();
    if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
      return new Outcome.NotUsable(
          "The access token expired at %s. Ask for a new grant.".formatted(expiresAt));
    }
    var client = clients.find(grant.client());
    if (client.isEmpty()) {
      return new Outcome.NotUsable(
          "The client instance %s, whose grant it is, is not configured any more."
              .formatted(grant.client()));
    }
    var bound = BoundToken.of(token);
    return switch (bound.binding()) {
      case BEARER ->
          new Outcome.NotUsable(
              "The access token is a bearer token, which no signature goes with.");
      case OTHER_KEY ->
          new Outcome.NotUsable(
              "The access token is bound to another key than that of the client instance.");
      case CLIENT_KEY -> sign(grant, client.get(), bound, request);
    };
  }

  private Outcome sign(
      Grant grant, ClientInstance client, BoundToken token, RequestToSign request) {
    return switch (TargetUri.read(request.targetUri(), egress.allowHttp())) {
      case TargetUri.Reading.Flawed(var message) -> Outcome.Refused.of("targetUri", message);
      case TargetUri.Reading.Read(var target) ->
          switch (calls.compare(grant, token.rights(), request.method(), target)) {
            case Comparison.NotGranted(var outcome) -> outcome;
            case Comparison.Granted(var call) -> sign(grant, client, token, request, target, call);
          };
    };
  }

  private Outcome sign(
      Grant grant,
      ClientInstance client,
      BoundToken token,
      RequestToSign request,
      TargetUri target,
      ResourceCall call) {
    var objection = ContentCheck.objectionTo(request.content(), request.method(), call);
    if (objection.isPresent()) {
      return new Outcome.Refused(List.of(objection.get()));
    }
    var unsigned =
        new UnsignedRequest(request.method(), target.uri(), null, content(request.content()));
    var acting = client.acting(grant.grantEndpoint(), grant.keyId(), clock.instant());
    if (acting.isEmpty()) {
      return new Outcome.NotUsable(
          "Each key of client %s is for other authorization servers than this grant's."
              .formatted(grant.client()));
    }
    var signed = signer.sign(acting.get().signer(), token, unsigned);
    LOG.atInfo()
        .addKeyValue(LogKeys.GRANT_ID, grant.id())
        .addKeyValue(LogKeys.CLIENT, grant.client())
        .addKeyValue(LogKeys.METHOD, request.method())
        .addKeyValue(LogKeys.HOST, target.uri().getRawAuthority())
        .addKeyValue(LogKeys.ACCESS, call)
        .log("signed a call to a resource server");
    return new Outcome.Signed(signed.byName());
  }

  private static @Nullable Content content(@Nullable RequestContent content) {
    return switch (content) {
      case null -> null;
      case RequestContent.Sent(var type, var bytes) -> new Content(type, bytes);
      case RequestContent.Digested(var type, var digest, var lengthBytes) ->
          Content.digested(type, digest, lengthBytes);
    };
  }
}
