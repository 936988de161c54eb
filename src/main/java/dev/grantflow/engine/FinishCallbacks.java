package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the resource owner's browser, or word of the interaction's end, comes in (RFC 9635 §4.2).
public interface FinishCallbacks {

  /// Verifies and records what was brought, then waits a moment for the grant to be decided, unless
  /// it was the server that came. Harmless when repeated.
  ///
  /// @param callbackId the unguessable part of the callback URI
  /// @param startIds by which whoever comes has started interactions; none where it is a server
  Outcome finish(Secret callbackId, Arrival arrival, List<Secret> startIds);

  /// What was brought: by a browser in the callback's query, or by the server in its body.
  sealed interface Arrival {

    /// @param hash as decoded from the query, in whichever base64 the server used
    record Completed(String hash, Secret interactRef) implements Arrival {}

    /// By the authorization server itself (RFC 9635 §4.2.2). It is not made to wait, as it may
    /// decide nothing before it is answered.
    ///
    /// @param hash as in the body, in whichever base64 the server used
    record Pushed(String hash, Secret interactRef) implements Arrival {}

    /// A `result` without a hash, as the Open Payments reference server denies.
    record WithoutHash(String result) implements Arrival {}
  }

  /// What is to be told to the browser.
  sealed interface Outcome {

    /// @param grant as it stands now: decided, or still on its way when that took too long
    /// @param returnUri where the browser is sent on; null where the request named no place, or one
    ///   that its client instance does not allow any more
    record Settled(Grant grant, @Nullable URI returnUri) implements Outcome {}

    /// Not one of the browsers that were sent away, while none but those may come back (RFC 9635
    /// §11.24); the grant is as it was.
    record OtherBrowser() implements Outcome {}

    /// The hash does not fit; the grant is as it was.
    record WrongHash() implements Outcome {}

    /// No grant waits under this id, or ever did.
    record UnknownCallback() implements Outcome {}
  }
}
