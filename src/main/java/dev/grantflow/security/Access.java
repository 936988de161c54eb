package dev.grantflow.security;

/// Who may call an operation.
public sealed interface Access {

  /// Anybody. A token is not even looked at.
  record Open() implements Access {}

  /// Anybody, and whoever has the scope is told more.
  record OpenInPart(Scope more) implements Access {}

  /// Whoever has the scope.
  record Needs(Scope scope) implements Access {}

  /// Nobody: it is in no list.
  record Nobody() implements Access {}
}
