package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Books;
import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Books.TokenEntry;
import dev.grantflow.sandbox.authserver.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the books of all authorization servers say.
///
/// @param requests all grant requests, those that led to no grant included
/// @param secrets fingerprints of everything secret that the servers have given out
record ServerBooks(List<ServerGrant> grants, List<CallEntry> requests, Set<String> secrets) {

  static ServerBooks of(List<Books> servers) {
    var secrets = new HashSet<String>();
    servers.forEach(books -> secrets.addAll(books.secrets()));
    return new ServerBooks(
        servers.stream().flatMap(ServerBooks::grants).toList(),
        servers.stream()
            .flatMap(books -> books.journal().stream())
            .filter(call -> call.what() == Point.REQUEST)
            .toList(),
        secrets);
  }

  private static Stream<ServerGrant> grants(Books books) {
    var calls =
        books.journal().stream()
            .filter(call -> call.what() != Point.REQUEST)
            .collect(Collectors.groupingBy(CallEntry::grantId));
    var tokens = books.tokens().stream().collect(Collectors.groupingBy(TokenEntry::grantId));
    var now = books.now();
    return books.grants().stream()
        .map(
            grant ->
                new ServerGrant(
                    grant,
                    calls.getOrDefault(grant.id(), List.of()),
                    tokens.getOrDefault(grant.id(), List.of()),
                    now));
  }
}
