/// HTTP message signatures (RFC 9421) as GNAP asks for them (RFC 9635 §7.3.1), with Ed25519, and
/// the content digest that they cover (RFC 9530). Pure computation: no I/O, no clock, no
/// randomness.
@NullMarked
package dev.grantflow.gnap.signature;

import org.jspecify.annotations.NullMarked;
