package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.Finish;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfTokens;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/// Makes the one call that a claimed grant's state announces.
@Singleton
final class GnapCalls {

  private final GnapClient gnap;
  private final WalletAddresses wallets;
  private final ClientInstances clients;
  private final CallbackIds callbackIds;

  GnapCalls(
      GnapClient gnap, WalletAddresses wallets, ClientInstances clients, CallbackIds callbackIds) {
    this.gnap = gnap;
    this.wallets = wallets;
    this.clients = clients;
    this.callbackIds = callbackIds;
  }

  /// @return empty when the state announces none
  Optional<Answer> make(Grant grant) {
    return switch (grant.state()) {
      case Requesting _ -> Optional.of(as(grant, client -> request(grant, client)));
      case Continuing(var continuation, var interactRef, _, _) ->
          Optional.of(
              as(grant, client -> gnap.continueGrant(identity(client), continuation, interactRef)));
      case Revoking(var cancellation, _, _, _, _) ->
          Optional.of(as(grant, client -> cancel(client, cancellation)));
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ -> Optional.empty();
      case GrantState.Approved _, GrantState.Finalized _ -> Optional.empty();
      case GrantState.Terminal _ -> Optional.empty();
    };
  }

  private Answer request(Grant grant, ClientInstance client) {
    return switch (grant.request().server()) {
      case Server.GrantEndpoint(var endpoint) -> request(grant, client, endpoint);
      case Server.OfWalletAddress(var walletAddress) ->
          switch (wallets.discover(walletAddress)) {
            case Discovery.Found(var endpoint) -> request(grant, client, endpoint);
            case Discovery.Refused(var error) -> new Answer.Refused(error);
            case Discovery.Unavailable(var error, var retryAfter) ->
                new Answer.NotNow(error, retryAfter);
          };
    };
  }

  private Answer request(Grant grant, ClientInstance client, URI endpoint) {
    Finish finish = grant.request().returnUri() == null ? null : callbackIds.next();
    return gnap.request(identity(client), endpoint, grant.request().wanted(), finish);
  }

  private static ClientIdentity identity(ClientInstance client) {
    return new ClientIdentity(client.signer(), client.clientField());
  }

  private Answer cancel(ClientInstance client, Cancellation cancellation) {
    return switch (cancellation) {
      case OfGrant(var continuation) -> gnap.cancel(identity(client), continuation);
      case OfTokens(var remaining) -> gnap.revoke(identity(client), remaining.getFirst());
      case Cancellation.OfUnansweredRequest _, Cancellation.OfUnansweredContinuation _ ->
          throw new IllegalStateException("a claim has settled what was unanswered");
    };
  }

  private Answer as(Grant grant, Function<ClientInstance, Answer> call) {
    return clients
        .find(grant.client())
        .map(call)
        .orElseGet(
            () ->
                new Answer.Refused(
                    GrantError.of(
                        "unknown_client",
                        "The client instance %s is not configured any more."
                            .formatted(grant.client()))));
  }
}
