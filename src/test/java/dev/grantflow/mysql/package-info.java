/// The ports on a real MySQL.
@NullMarked
package dev.grantflow.mysql;

import org.jspecify.annotations.NullMarked;
