@NullMarked
package dev.grantflow.file;

import org.jspecify.annotations.NullMarked;
