package dev.grantflow.engine;

import jakarta.inject.Singleton;

/// Tells the relay of this replica that messages were committed, so that they leave at once instead
/// of at the next poll.
@Singleton
public final class OutboxSignal extends Signal {}
