package dev.grantflow.engine;

import dev.grantflow.grant.Grant;

/// A grant whose time has come, by what can be told of it even when the rest of it cannot be read.
///
/// @param grantId a text, for it may itself be what is damaged
public record DueGrant(String grantId, long version) {

  static DueGrant of(Grant grant) {
    return new DueGrant(grant.id().value(), grant.version());
  }
}
