/// An authorization server with wallet addresses and a consent page, for development and tests.
///
/// It is written from RFC 9635, RFC 9421 and the Open Payments profile, not from the service, and
/// shares no code with it: one misreading cannot hide in both. What deployed servers do differently
/// from the specifications is the default here; worse behaviour is asked for by the name of a
/// wallet address (see [Behaviour], [Fault] and [Quirk]).
@NullMarked
package dev.grantflow.sandbox.authserver;

import org.jspecify.annotations.NullMarked;
