package dev.grantflow.soak;

import java.time.Duration;

/// A harm at a time.
///
/// @param victim 0 or 1 where there are two
/// @param lasts until it begins to be mended
record Blow(Duration at, Harm harm, int victim, Duration lasts) {}
