@NullMarked
package dev.grantflow.gnap;

import org.jspecify.annotations.NullMarked;
