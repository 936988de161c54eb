@NullMarked
package dev.grantflow.mysql.encryption;

import org.jspecify.annotations.NullMarked;
