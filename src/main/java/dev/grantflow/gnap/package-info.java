/// The client side of GNAP (RFC 9635) in the Open Payments profile, as one small interface that
/// returns what an answer means.
@NullMarked
package dev.grantflow.gnap;

import org.jspecify.annotations.NullMarked;
