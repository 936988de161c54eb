/// Traces: what belongs together across services and time, and the one way to tell a collector of
/// it. Others know the port [Traces] only; OpenTelemetry stays in here.
@NullMarked
package dev.grantflow.trace;

import org.jspecify.annotations.NullMarked;
