package dev.grantflow.probe;

import dev.grantflow.client.Acting;
import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Json;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;

/// One grant that a client instance asks for as the service would, and takes back at once. It
/// spends nothing: reading incoming payments is what is asked for, of which most servers decide
/// without a resource owner. No grant of the service's own comes of it, and no event.
@Singleton
final class RoundTrip {

  private static final Wanted WANTED =
      new Wanted(
          new Json("{\"access\":[{\"actions\":[\"read\"],\"type\":\"incoming-payment\"}]}"), null);

  private final WalletAddresses wallets;
  private final ClientInstances clients;
  private final GnapClient gnap;
  private final TakenBack takenBack;
  private final InstantSource clock;

  RoundTrip(
      WalletAddresses wallets,
      ClientInstances clients,
      GnapClient gnap,
      TakenBack takenBack,
      InstantSource clock) {
    this.wallets = wallets;
    this.clients = clients;
    this.gnap = gnap;
    this.takenBack = takenBack;
    this.clock = clock;
  }

  /// Not to be made in a loop: each is a grant at the server.
  Outcome make(URI walletAddress) {
    return clients
        .find(null)
        .map(client -> make(client, walletAddress))
        .orElseGet(
            () ->
                Outcome.wrong(
                    "No client instance acts where none is named: set grantflow.default-client."));
  }

  private Outcome make(ClientInstance client, URI walletAddress) {
    return switch (wallets.discover(walletAddress)) {
      case Discovery.Found(var endpoint, _) -> ask(client, endpoint);
      case Discovery.Refused(var error) -> Outcome.wrong(error);
      case Discovery.Unavailable(var error, _) -> Outcome.wrong(error);
    };
  }

  private Outcome ask(ClientInstance client, URI endpoint) {
    if (!client.allowsServer(endpoint)) {
      return Outcome.wrong(
          "The authorization server at %s is %s"
              .formatted(endpoint.getAuthority(), client.serverRemedy()));
    }
    return client
        .acting(endpoint, clock.instant())
        .map(acting -> ask(client, acting, endpoint))
        .orElseGet(
            () ->
                Outcome.wrong(
                    "No key of client %s is for the authorization server at %s."
                        .formatted(client.name(), endpoint.getAuthority())));
  }

  private Outcome ask(ClientInstance client, Acting acting, URI endpoint) {
    var identity = new ClientIdentity(acting.signer(), acting.presentation().client());
    var granted =
        "The authorization server at %s took the signature of client %s"
            .formatted(endpoint.getAuthority(), client.name());
    return switch (request(identity, acting, endpoint)) {
      case Answer.Issued(var issue, var continuation, _) ->
          takenBack.issued(identity, issue, continuation, granted);
      case Answer.StillPending(var continuation, _) ->
          takenBack.grant(identity, continuation, granted);
      case Answer.InteractionRequired(_, _, var continuation) ->
          takenBack.grant(identity, continuation, granted);
      case Answer.InteractionToPoll(_, var continuation, _) ->
          takenBack.grant(identity, continuation, granted);
      case Answer.Unusable(var error, var undo, _) -> takenBack.unusable(identity, undo, error);
      case Answer.Denied(var error) -> Outcome.wrong(error);
      case Answer.Refused(var error) -> Outcome.wrong(error);
      case Answer.NotNow(var error, _) -> Outcome.wrong(error);
      case Answer.Unknown(var error) -> Outcome.wrong(error);
    };
  }

  /// Older servers refuse the form in which the client instance shows itself; nothing was granted
  /// then.
  private Answer.ToRequest request(ClientIdentity identity, Acting acting, URI endpoint) {
    var answer = gnap.request(identity, endpoint, WANTED, null).answer();
    var older = acting.presentation().olderClient();
    return older != null
            && answer instanceof Answer.Refused(GrantError(var code, _, _))
            && code.equals("invalid_request")
        ? gnap.request(new ClientIdentity(acting.signer(), older), endpoint, WANTED, null).answer()
        : answer;
  }
}
