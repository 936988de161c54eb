package dev.grantflow.engine;

import dev.grantflow.grant.GrantEvent.GrantCommandRejected;

/// A command that could not be accepted, and the record it came in.
public record RejectedCommand(GrantCommandRejected event, ReceivedCommand received) {}
