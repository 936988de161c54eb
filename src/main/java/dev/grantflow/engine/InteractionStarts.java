package dev.grantflow.engine;

import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import java.net.URI;
import java.time.Instant;

/// Where the resource owner's browser begins when the one that comes back is to be known by that
/// (RFC 9635 §11.24).
public interface InteractionStarts {

  /// Changes nothing, however often and by however many it is asked.
  ///
  /// @param startId the unguessable part of the start URI
  Outcome start(Secret startId);

  /// What is to be done with the browser.
  sealed interface Outcome {

    /// @param to the authorization server's redirect
    /// @param key by which this start is told from others
    /// @param until when the grant must be decided
    record Forward(URI to, StartKey key, Instant until) implements Outcome {}

    /// Nobody waits for the resource owner any more.
    record Over() implements Outcome {}

    /// No interaction begins under this id, or ever did.
    record UnknownStart() implements Outcome {}
  }
}
