/// Inputs that nobody sends on purpose, for everything that reads what others write.
@NullMarked
package dev.grantflow.fuzz;

import org.jspecify.annotations.NullMarked;
