/// The engine's ports on MySQL, through Micronaut Data JDBC.
@NullMarked
package dev.grantflow.mysql;

import org.jspecify.annotations.NullMarked;
