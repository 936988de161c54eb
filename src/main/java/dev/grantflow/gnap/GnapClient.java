package dev.grantflow.gnap;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The calls of a client instance to an authorization server. Each is signed, is sent at most once,
/// and blocks at most the egress deadline. Thread-safe. What the server says, and that it says
/// nothing, is the returned value; nothing of it is thrown.
public interface GnapClient {

  /// Requests a grant (RFC 9635 §2). Not repeatable: each processed request is another grant.
  ///
  /// @param offer the interaction that is offered; null offers none
  GrantReply request(
      ClientIdentity client,
      URI grantEndpoint,
      GrantRequested.Wanted wanted,
      @Nullable InteractionOffer offer);

  /// Continues a grant (RFC 9635 §5.1), or polls it (§5.2). Not repeatable.
  ///
  /// @param interactRef from the verified finish callback; null polls
  Answer.ToContinue continueGrant(
      ClientIdentity client, Continuation continuation, @Nullable Secret interactRef);

  /// Cancels a grant (RFC 9635 §5.4). Repeatable: gone is gone.
  Answer.ToCancel cancel(ClientIdentity client, Continuation continuation);

  /// Revokes one access token (RFC 9635 §6.2). Repeatable.
  Answer.ToCancel revoke(ClientIdentity client, Cancellation.Managed token);

  /// Rotates one access token (RFC 9635 §6.1). Not repeatable: the old value dies at once.
  Answer.ToRotate rotate(ClientIdentity client, Cancellation.Managed token);
}
