/// Who may do what: bearer tokens of the platform's identity provider, the scopes in them, and
/// which operation needs which.
@NullMarked
package dev.grantflow.security;

import org.jspecify.annotations.NullMarked;
