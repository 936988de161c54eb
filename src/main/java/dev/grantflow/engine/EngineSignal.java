package dev.grantflow.engine;

import jakarta.inject.Singleton;

/// Tells the engine of this replica that a grant may be due.
@Singleton
final class EngineSignal extends Signal {}
