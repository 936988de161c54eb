@NullMarked
package dev.grantflow.trace;

import org.jspecify.annotations.NullMarked;
