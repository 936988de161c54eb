package dev.grantflow.mysql;

import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import io.micronaut.transaction.support.TransactionSynchronization;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Rows that nobody reads within the transaction that adds them. They are written together when it
/// is about to commit: in one statement, where each would else be a trip to the database of its
/// own. Thread-safe.
final class Unwritten<R> {

  private final TransactionOperations<Connection> transactions;
  private final Consumer<List<R>> write;
  private final Map<Connection, List<R>> rows = new ConcurrentHashMap<>();

  /// @param write in the order in which they were added; what it throws ends the transaction
  Unwritten(TransactionOperations<Connection> transactions, Consumer<List<R>> write) {
    this.transactions = transactions;
    this.write = write;
  }

  /// @throws IllegalStateException outside a transaction
  void add(R row) {
    var transaction =
        transactions
            .findTransactionStatus()
            .orElseThrow(() -> new IllegalStateException("no transaction would write this"));
    rows.computeIfAbsent(transactions.getConnection(), it -> begun(transaction, it)).add(row);
  }

  private List<R> begun(TransactionStatus<?> transaction, Connection connection) {
    transaction.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            write.accept(rows.getOrDefault(connection, List.of()));
          }

          @Override
          public void afterCompletion(Status status) {
            rows.remove(connection);
          }
        });
    return new ArrayList<>();
  }
}
