@NullMarked
package dev.grantflow.client;

import org.jspecify.annotations.NullMarked;
