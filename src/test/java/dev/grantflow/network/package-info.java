@NullMarked
package dev.grantflow.network;

import org.jspecify.annotations.NullMarked;
