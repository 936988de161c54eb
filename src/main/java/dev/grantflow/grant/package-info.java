/// The domain: what a grant is, what can happen to it and what follows from that. Plain Java with
/// no framework, no I/O, no clock and no randomness of its own; instants and jitter are handed in.
@NullMarked
package dev.grantflow.grant;

import org.jspecify.annotations.NullMarked;
