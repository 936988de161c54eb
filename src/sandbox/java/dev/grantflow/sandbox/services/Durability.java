package dev.grantflow.sandbox.services;

import java.util.List;

/// Whether data survive the end of a server's process.
enum Durability {
  /// All durability is given away for speed: not for tests of crashes and not for benchmarks.
  NONE,
  /// What was committed or acknowledged stays.
  DURABLE,
  /// The same, and a machine that loses its power loses nothing: each commit is on the disk in
  /// MySQL's two logs, and there is room for its pages as a server of its own would have it.
  PRODUCTION;

  /// Kafka needs no settings: the operating system keeps what a killed broker has written.
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
      case PRODUCTION ->
          List.of(
              "--log-bin=binlog",
              "--server-id=1",
              "--sync-binlog=1",
              "--performance-schema=OFF",
              "--innodb-redo-log-capacity=1G",
              "--innodb-buffer-pool-size=1G",
              "--innodb-flush-log-at-trx-commit=1",
              "--innodb-doublewrite=ON",
              "--innodb-use-native-aio=0");
    };
  }

  /// Of the JVM: what starts fast and takes little, or what Kafka's own scripts say.
  List<String> kafkaOptions() {
    return switch (this) {
      case NONE, DURABLE -> List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
      case PRODUCTION -> List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");
    };
  }
}
