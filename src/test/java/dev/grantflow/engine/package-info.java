/// The loop's own rules.
@NullMarked
package dev.grantflow.engine;

import org.jspecify.annotations.NullMarked;
