package dev.grantflow.client;

import org.jspecify.annotations.Nullable;

/// What a client instance's settings say about tokens that must stay of use; null where they do
/// not.
///
/// @param keepFresh whether they are rotated before they expire
/// @param renew whether a grant is requested anew once its token is dead
record Freshness(@Nullable Boolean keepFresh, @Nullable Boolean renew) {}
