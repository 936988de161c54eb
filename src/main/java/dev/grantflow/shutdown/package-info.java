/// The order in which the service ends.
@NullMarked
package dev.grantflow.shutdown;

import org.jspecify.annotations.NullMarked;
