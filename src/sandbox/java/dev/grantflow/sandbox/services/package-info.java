/// Real MySQL and Kafka for tests and the sandbox, from Docker, from child processes or from given
/// addresses.
@NullMarked
package dev.grantflow.sandbox.services;

import org.jspecify.annotations.NullMarked;
