/// What the documents say is so.
@NullMarked
package dev.grantflow.docs;

import org.jspecify.annotations.NullMarked;
