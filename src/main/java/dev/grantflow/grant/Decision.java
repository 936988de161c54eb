package dev.grantflow.grant;

import java.util.List;

/// What follows from an input.
public sealed interface Decision {

  /// The grant changes; state and events are committed together or not at all.
  ///
  /// @param cause the input's name, for the history
  record Transition(Grant next, List<GrantEvent.OfGrant> events, String cause) implements Decision {

    public Transition {
      events = List.copyOf(events);
    }
  }

  /// Nothing changes: a duplicate, a straggler, or a moment too late.
  record Stay(String why) implements Decision {}

  /// Nothing changes, and whoever asked must be told why.
  record Refuse(Problem problem) implements Decision {}
}
