package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Books;
import dev.grantflow.sandbox.services.Database;
import java.util.List;

/// Holds all invariants against what is there once everything is at rest.
public final class Auditor {

  private final Database database;
  private final EventLog log;
  private final List<Books> servers;
  private final SentCommands commands;
  private final Quiet quiet;

  /// @param log read at rest
  /// @param servers the books of every authorization server that was asked
  /// @param commands everything that was published since the topics were made
  public Auditor(
      Database database, EventLog log, List<Books> servers, SentCommands commands, Quiet quiet) {
    this.database = database;
    this.log = log;
    this.servers = List.copyOf(servers);
    this.commands = commands;
    this.quiet = quiet;
  }

  public Report audit() {
    var evidence =
        Evidence.of(Tables.read(database), log, ServerBooks.of(servers), commands.all(), quiet);
    return new Report(Invariant.all().stream().map(invariant -> invariant.find(evidence)).toList());
  }
}
