package dev.grantflow.grant;

/// One fault of an input, told to whoever sent it.
///
/// @param field where it is, as a path from the root of the event's data:
///   `access_token.access[0].type`
/// @param message what is wrong with it and what would be right; never a secret's value
public record Problem(String field, String message) {}
