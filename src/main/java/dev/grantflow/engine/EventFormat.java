package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import java.time.Instant;

/// Turns events into messages. Pure.
public interface EventFormat {

  /// @param grant after the transition, its new version included: id and version make the event's
  ///   id, which is therefore the same however often it is published
  OutboxMessage event(Grant grant, GrantEvent.OfGrant event, Instant at);

  /// The `GrantCommandRejected` event of a refused command; its id is made of the record's source.
  OutboxMessage rejection(RejectedCommand rejected, Instant at);

  /// The refused record, byte for byte, with headers that say why and from where.
  OutboxMessage deadLetter(RejectedCommand rejected, Instant at);
}
