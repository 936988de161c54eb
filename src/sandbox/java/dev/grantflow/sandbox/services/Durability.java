package dev.grantflow.sandbox.services;

import java.util.List;

/// Whether data survive the end of a server's process.
enum Durability {
  /// All durability is given away for speed: not for tests of crashes and not for benchmarks.
  NONE,
  /// What was committed or acknowledged stays.
  DURABLE;

  /// Kafka needs none: the operating system keeps what a killed broker has written.
  List<String> mysqlOptions() {
    return switch (this) {
      case NONE ->
          List.of(
              "--skip-log-bin",
              "--performance-schema=OFF",
              "--innodb-redo-log-capacity=8M",
              "--innodb-buffer-pool-size=64M",
              "--innodb-flush-method=nosync",
              "--innodb-flush-log-at-trx-commit=0",
              "--innodb-doublewrite=0",
              "--innodb-use-native-aio=0");
      case DURABLE ->
          List.of(
              "--skip-log-bin",
              "--performance-schema=OFF",
              "--innodb-redo-log-capacity=64M",
              "--innodb-buffer-pool-size=128M",
              "--innodb-flush-log-at-trx-commit=1",
              "--innodb-doublewrite=ON",
              "--innodb-use-native-aio=0");
    };
  }
}
