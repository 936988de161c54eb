/// Measurements of the packaged service among its real neighbours. They print and assert nothing:
/// what they print depends on the machine.
@NullMarked
package dev.grantflow.bench;

import org.jspecify.annotations.NullMarked;
