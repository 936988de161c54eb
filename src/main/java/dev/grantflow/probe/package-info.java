/// Looks from outside at an installation: whether it is ready, and whether an authorization server
/// takes its signature.
@NullMarked
package dev.grantflow.probe;

import org.jspecify.annotations.NullMarked;
