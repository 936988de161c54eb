/// The client instances (RFC 9635 §1.2) that the platform acts as, and their keys.
@NullMarked
package dev.grantflow.client;

import org.jspecify.annotations.NullMarked;
