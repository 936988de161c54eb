package dev.grantflow.soak;

import java.time.Duration;

/// A command that must be refused.
record PlannedMistake(String id, Mistake mistake, Duration at) {}
