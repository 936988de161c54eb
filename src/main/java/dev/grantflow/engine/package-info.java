/// The loop: accept a command or a callback, claim what is due, make the one call, record what
/// followed. The ports to storage and to the events' format are declared here.
@NullMarked
package dev.grantflow.engine;

import org.jspecify.annotations.NullMarked;
