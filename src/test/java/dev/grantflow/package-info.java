@NullMarked
package dev.grantflow;

import org.jspecify.annotations.NullMarked;
