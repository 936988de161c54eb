/// The whole service with its real neighbours, seen from outside: plain Kafka clients, HTTP and a
/// browser.
@NullMarked
package dev.grantflow.acceptance;

import org.jspecify.annotations.NullMarked;
