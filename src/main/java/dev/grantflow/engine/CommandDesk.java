package dev.grantflow.engine;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a command enters whose sender waits for the answer. A refusal is answered, and neither
/// published nor kept as a dead letter.
public interface CommandDesk {

  /// Does what the command says, in one transaction. When this returns that it was accepted, it is
  /// committed; when it throws, nothing happened, and it may be repeated, as it may be after any
  /// answer.
  ///
  /// @param traceparent W3C trace context of the request, if it had one
  Answer take(GrantCommand command, @Nullable String traceparent);

  /// What became of a command.
  sealed interface Answer {

    /// @param grant as stored
    record Accepted(Grant grant) implements Answer {}

    /// The same was accepted before.
    ///
    /// @param grant as it stands now
    record Unchanged(Grant grant) implements Answer {}

    /// @param problems at least one
    record Refused(Why why, List<Problem> problems) implements Answer {}
  }

  /// Why a command was refused.
  enum Why {
    /// What it wants is not allowed here.
    INVALID,
    /// Another request has its id.
    TAKEN,
    /// There is no such grant. A revocation is not remembered: whoever waits for the answer knows
    /// of no request that it could have overtaken.
    UNKNOWN,
    /// The grant's state does not allow it.
    STATE
  }
}
