/// How what is wrong with settings is told.
@NullMarked
package dev.grantflow.settings;

import org.jspecify.annotations.NullMarked;
