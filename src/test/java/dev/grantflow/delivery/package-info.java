@NullMarked
package dev.grantflow.delivery;

import org.jspecify.annotations.NullMarked;
