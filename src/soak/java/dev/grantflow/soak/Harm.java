package dev.grantflow.soak;

/// What is done to one of the parties.
enum Harm {
  /// `kill -9`; started again afterwards.
  KILL_REPLICA,
  /// Asked to end, as at an upgrade; started again afterwards.
  STOP_REPLICA,
  /// `kill -9` of both.
  KILL_BOTH_REPLICAS,
  KILL_MYSQL,
  STOP_MYSQL,
  KILL_KAFKA,
  STOP_KAFKA,
  /// The connections of one replica to MySQL are reset.
  CUT_DATABASE,
  /// Nothing passes between one replica and MySQL.
  SILENCE_DATABASE,
  /// The connections to the authorization servers are reset.
  CUT_SERVERS,
  /// Nothing passes between the replicas and the authorization servers.
  SILENCE_SERVERS
}
