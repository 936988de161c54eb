/// Everything that leaves this service over HTTP: the one client for addresses that come from
/// outside, the policy that decides where it may go (RFC 9635 §11.34), and beside it the one for
/// what the configuration names itself, with what is read of its documents by several.
@NullMarked
package dev.grantflow.egress;

import org.jspecify.annotations.NullMarked;
