/// Everything that leaves this service over HTTP: the one client, and the policy that decides where
/// it may go (RFC 9635 §11.34).
@NullMarked
package dev.grantflow.egress;

import org.jspecify.annotations.NullMarked;
