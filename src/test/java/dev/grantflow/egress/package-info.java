@NullMarked
package dev.grantflow.egress;

import org.jspecify.annotations.NullMarked;
