@NullMarked
package dev.grantflow.log;

import org.jspecify.annotations.NullMarked;
