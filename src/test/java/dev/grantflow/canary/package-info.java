/// Grants of every kind with secrets that can be recognised, and a search for them in all that the
/// service writes, says and keeps.
@NullMarked
package dev.grantflow.canary;

import org.jspecify.annotations.NullMarked;
