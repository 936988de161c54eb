/// What is wrong with settings, told all at once.
@NullMarked
package dev.grantflow.settings;

import org.jspecify.annotations.NullMarked;
