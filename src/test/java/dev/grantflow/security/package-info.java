@NullMarked
package dev.grantflow.security;

import org.jspecify.annotations.NullMarked;
