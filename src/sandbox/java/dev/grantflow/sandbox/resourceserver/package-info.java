/// A resource server for development and tests: incoming payments, quotes and outgoing payments of
/// the sandbox's wallet addresses, as the Open Payments resource server document (1.1.0) has them.
///
/// It shares the authorization server's signature check and knowledge of tokens, and nothing with
/// the service. Every wallet address has US dollars without end, payments arrive at once, and
/// nothing is charged for them.
@NullMarked
package dev.grantflow.sandbox.resourceserver;

import org.jspecify.annotations.NullMarked;
