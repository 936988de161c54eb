@NullMarked
package dev.grantflow.web;

import org.jspecify.annotations.NullMarked;
