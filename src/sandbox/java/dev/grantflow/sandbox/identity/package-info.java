/// An identity provider for development and tests, small and written from the RFCs: it shares no
/// code with the service.
@NullMarked
package dev.grantflow.sandbox.identity;

import org.jspecify.annotations.NullMarked;
