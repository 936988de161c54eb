package dev.grantflow.engine;

import dev.grantflow.client.Acting;
import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.engine.KeyRefusals.Proof;
import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.gnap.GrantReply;
import dev.grantflow.gnap.InteractionOffer;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Cancellation.OfUnansweredContinuation;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Cancellation.OfUnansweredRotation;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the one call that a claimed grant's state announces.
///
/// A replica that was held up after its claim, by a pause of its virtual machine say, must not send
/// what could still be under way when the lease ends and another replica goes on. Held up after the
/// look at the clock it would send all the same: GNAP has nothing by which a server could tell.
@Singleton
final class GnapCalls {

  private static final Answer.NotNow HELD_UP =
      new Answer.NotNow(
          GrantError.of(
              "held_up",
              "The replica that had claimed the grant was held up for so long that its call might"
                  + " have outlasted its lease; nothing was sent."),
          null);

  private static final Answer.NotNow NO_RECIPIENT_KEY =
      new Answer.NotNow(
          GrantError.of(
              "no_recipient_key",
              "The key to which the client's tokens are encrypted could not be read yet; nothing"
                  + " was sent."),
          null);

  private final GnapClient gnap;
  private final WalletAddresses wallets;
  private final ClientInstances clients;
  private final CallbackIds callbackIds;
  private final ClientForms forms;
  private final KeyRefusals refusals;
  private final TokenDeliveries deliveries;
  private final Pauses pauses;
  private final EgressSettings egress;
  private final InstantSource clock;

  GnapCalls(
      GnapClient gnap,
      WalletAddresses wallets,
      ClientInstances clients,
      CallbackIds callbackIds,
      ClientForms forms,
      KeyRefusals refusals,
      TokenDeliveries deliveries,
      Pauses pauses,
      EgressSettings egress,
      InstantSource clock) {
    this.gnap = gnap;
    this.wallets = wallets;
    this.clients = clients;
    this.callbackIds = callbackIds;
    this.forms = forms;
    this.refusals = refusals;
    this.deliveries = deliveries;
    this.pauses = pauses;
    this.egress = egress;
    this.clock = clock;
  }

  /// What came of a call.
  ///
  /// @param grant with the server that a grant request was for and the key by which it was signed,
  ///   else as it was claimed
  /// @param server the grant endpoint; null where it was not found out
  record Made(Grant grant, Answer answer, @Nullable URI server) {

    Made(Grant grant, Answer answer) {
      this(grant, answer, grant.grantEndpoint());
    }
  }

  /// @return empty when the state announces none
  Optional<Made> make(Grant grant) {
    if (mayBringToken(grant.state())) {
      var held = pauses.hold(grant.client(), server(grant));
      if (held.isPresent()) {
        return held.map(it -> new Made(grant, it, server(grant)));
      }
      if (!deliveries.of(grant.client()).isReady()) {
        return Optional.of(new Made(grant, NO_RECIPIENT_KEY, server(grant)));
      }
    }
    return switch (grant.state()) {
      case Requesting(_, _, var leaseEnd) -> Optional.of(request(grant, leaseEnd));
      case GrantState.Renewing(_, _, _, var leaseEnd) -> Optional.of(request(grant, leaseEnd));
      case Continuing(var continuation, var interactRef, _, var leaseEnd) ->
          made(
              grant,
              continuation.uri(),
              Proof.TOKEN,
              identity ->
                  within(leaseEnd, () -> gnap.continueGrant(identity, continuation, interactRef)));
      case Rotating rotating ->
          made(
              grant,
              rotating.managed().manage(),
              rotating.held().isUnsettled(rotating.place()) ? Proof.TOKEN_IN_DOUBT : Proof.TOKEN,
              identity ->
                  within(rotating.dueAt(), () -> gnap.rotate(identity, rotating.managed())));
      case RevokingToken revoking ->
          made(
              grant,
              revoking.managed().manage(),
              Proof.TOKEN,
              identity -> gnap.revoke(identity, revoking.managed()));
      case Revoking(var cancellation, _, _, _, _) ->
          Optional.of(new Made(grant, cancel(grant, cancellation)));
      case GrantState.Retiring(var continuation, _, _, _, _) ->
          Optional.of(new Made(grant, cancel(grant, new OfGrant(continuation))));
      case GrantState.Renewable _ -> Optional.empty();
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ -> Optional.empty();
      case GrantState.Approved _, GrantState.Finalized _ -> Optional.empty();
      case GrantState.Terminal _ -> Optional.empty();
    };
  }

  /// As far as it is known before the call. Who was asked the last time need not be who is asked by
  /// the next request.
  private static @Nullable URI server(Grant grant) {
    return switch (grant.state()) {
      case Requesting _, GrantState.Renewing _ -> null;
      case Continuing(var continuation, _, _, _) ->
          Objects.requireNonNullElse(grant.grantEndpoint(), continuation.uri());
      case Rotating _, RevokingToken _, Revoking _, GrantState.Retiring _ -> grant.grantEndpoint();
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ ->
          grant.grantEndpoint();
      case GrantState.Approved _, GrantState.Finalized _, GrantState.Renewable _ ->
          grant.grantEndpoint();
      case GrantState.Terminal _ -> grant.grantEndpoint();
    };
  }

  /// Whose answer could neither be told as it must be nor be had again.
  private static boolean mayBringToken(GrantState state) {
    return switch (state) {
      case Requesting _, GrantState.Renewing _, Continuing _, Rotating _ -> true;
      case RevokingToken _, Revoking _, GrantState.Retiring _ -> false;
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ -> false;
      case GrantState.Approved _, GrantState.Finalized _, GrantState.Renewable _ -> false;
      case GrantState.Terminal _ -> false;
    };
  }

  /// Undoes what an answer gave that came too late to be recorded.
  ///
  /// @param grant with the key by which it was asked for
  /// @return what the server said to each call that this took
  List<Answer> undo(Grant grant, Cancellation leftBehind) {
    return switch (leftBehind) {
      case OfTokens(var remaining) ->
          remaining.stream().map(token -> cancel(grant, new OfTokens(List.of(token)))).toList();
      case OfGrant _, OfUnansweredRequest _, OfUnansweredContinuation _, OfUnansweredRotation _ ->
          List.of(cancel(grant, leftBehind));
    };
  }

  private Made request(Grant grant, Instant leaseEnd) {
    var client = clients.find(grant.client());
    if (client.isEmpty()) {
      return new Made(grant, unknownClient(grant), null);
    }
    return switch (grant.request().server()) {
      case Server.GrantEndpoint(var endpoint) -> request(grant, client.get(), endpoint, leaseEnd);
      case Server.OfWalletAddress(var walletAddress) ->
          switch (wallets.discover(walletAddress)) {
            case Discovery.Found(var endpoint, _) ->
                request(grant, client.get(), endpoint, leaseEnd);
            case Discovery.Refused(var error) -> new Made(grant, new Answer.Refused(error), null);
            case Discovery.Unavailable(var error, var retryAfter) ->
                new Made(grant, new Answer.NotNow(error, retryAfter), null);
          };
    };
  }

  /// Only here the server is known for sure: a wallet address names it, and settings change.
  private Made request(Grant asking, ClientInstance client, URI endpoint, Instant leaseEnd) {
    var grant = asking.askedOf(endpoint);
    if (!client.allowsServer(endpoint)) {
      return new Made(
          grant,
          new Answer.Refused(
              GrantError.of(
                  "server_not_allowed",
                  "The authorization server at %s is %s"
                      .formatted(endpoint.getAuthority(), client.serverRemedy()))),
          endpoint);
    }
    var held = pauses.hold(client.name(), endpoint);
    if (held.isPresent()) {
      return new Made(grant, held.get(), endpoint);
    }
    return client
        .acting(endpoint, clock.instant())
        .map(
            acting ->
                new Made(
                    grant.signedBy(acting.keyId()),
                    refusals.guard(
                        client.name(),
                        acting,
                        endpoint,
                        Proof.REQUEST,
                        () -> request(grant, client, acting, endpoint, leaseEnd)),
                    endpoint))
        .orElseGet(() -> new Made(grant, noKey(grant, endpoint), endpoint));
  }

  /// Each request offers an interaction of its own: a nonce is for one request only.
  private Answer request(
      Grant grant, ClientInstance client, Acting acting, URI endpoint, Instant leaseEnd) {
    return forms.request(
        client.name(),
        acting,
        endpoint,
        form ->
            isWithin(leaseEnd)
                ? gnap.request(
                    new ClientIdentity(acting.signer(), form),
                    endpoint,
                    grant.request().wanted(),
                    offer(grant.request().interact(), client, acting.presentation().hashMethod()))
                : new GrantReply(HELD_UP, null));
  }

  private @Nullable InteractionOffer offer(
      @Nullable Interact interact, ClientInstance client, HashMethod hashMethod) {
    if (interact == null) {
      return null;
    }
    return new InteractionOffer(
        interact.start(),
        switch (interact.finish()) {
          case REDIRECT ->
              isBound(interact, client)
                  ? callbackIds.nextBound(hashMethod)
                  : callbackIds.next(false, hashMethod);
          case PUSH -> callbackIds.next(true, hashMethod);
          case NONE -> null;
        });
  }

  /// Where it may begin in another way than by a browser, such as a code that is typed on another
  /// device, nobody can tell which browser will come back.
  private static boolean isBound(Interact interact, ClientInstance client) {
    return client.isBoundToBrowser() && interact.start().equals(Interact.START);
  }

  private Answer within(Instant leaseEnd, Supplier<Answer> call) {
    return isWithin(leaseEnd) ? call.get() : HELD_UP;
  }

  private boolean isWithin(Instant leaseEnd) {
    var latestEnd = clock.instant().plus(egress.deadline()).plus(LeaseCheck.CLOCK_SKEW_MAX);
    return !latestEnd.isAfter(leaseEnd);
  }

  private Answer cancel(Grant grant, Cancellation cancellation) {
    return switch (cancellation) {
      case OfGrant(var continuation) ->
          call(
              grant,
              continuation.uri(),
              Proof.TOKEN,
              identity -> gnap.cancel(identity, continuation));
      case OfTokens(var remaining) -> {
        var token = remaining.getFirst();
        yield call(grant, token.manage(), Proof.TOKEN, identity -> gnap.revoke(identity, token));
      }
      case OfUnansweredRequest _, OfUnansweredContinuation _, OfUnansweredRotation _ ->
          throw new IllegalStateException("a claim has settled what was unanswered");
    };
  }

  private Optional<Made> made(
      Grant grant, URI target, Proof proof, Function<ClientIdentity, Answer> call) {
    return Optional.of(new Made(grant, call(grant, target, proof, call)));
  }

  /// A call that goes on with what was granted.
  private Answer call(Grant grant, URI target, Proof proof, Function<ClientIdentity, Answer> call) {
    var client = clients.find(grant.client());
    if (client.isEmpty()) {
      return unknownClient(grant);
    }
    var server = Objects.requireNonNullElse(grant.grantEndpoint(), target);
    return client
        .get()
        .acting(grant.grantEndpoint(), grant.keyId(), clock.instant())
        .map(
            acting ->
                refusals.guard(
                    grant.client(),
                    acting,
                    server,
                    isBoundToAnother(client.get(), grant, acting) ? Proof.TOKEN_IN_DOUBT : proof,
                    () ->
                        call.apply(
                            new ClientIdentity(acting.signer(), acting.presentation().client()))))
        .orElseGet(() -> noKey(grant, server));
  }

  /// Whether the server has bound the grant to a key that is not there any more. That it refuses
  /// the one that signs instead says nothing of that one.
  private static boolean isBoundToAnother(ClientInstance client, Grant grant, Acting acting) {
    return client.isByKey() && grant.keyId() != null && !grant.keyId().equals(acting.keyId());
  }

  private static Answer unknownClient(Grant grant) {
    return new Answer.Refused(
        GrantError.of(
            "unknown_client",
            "The client instance %s is not configured any more.".formatted(grant.client())));
  }

  private static Answer noKey(Grant grant, URI server) {
    return new Answer.Refused(
        GrantError.of(
            "no_key",
            "Each key of client %s is for other authorization servers than the one at %s. Add one under grantflow.clients.%s.keys."
                .formatted(grant.client(), server.getAuthority(), grant.client())));
  }
}
