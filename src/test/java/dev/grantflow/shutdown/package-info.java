@NullMarked
package dev.grantflow.shutdown;

import org.jspecify.annotations.NullMarked;
