@NullMarked
package dev.grantflow.metrics;

import org.jspecify.annotations.NullMarked;
