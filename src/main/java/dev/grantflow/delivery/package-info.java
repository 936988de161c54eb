/// How tokens reach the services of each client instance: in events, encrypted in events (JWE, RFC
/// 7516), or fetched by reference.
@NullMarked
package dev.grantflow.delivery;

import org.jspecify.annotations.NullMarked;
