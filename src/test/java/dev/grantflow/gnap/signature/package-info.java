@NullMarked
package dev.grantflow.gnap.signature;

import org.jspecify.annotations.NullMarked;
