@NullMarked
package dev.grantflow.wallet;

import org.jspecify.annotations.NullMarked;
