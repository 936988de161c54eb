package dev.grantflow.sandbox.services;

/// Where the services answer. The user must be allowed to create schemas and users.
///
/// @param mysqlUrl a JDBC URL; a schema in it is replaced, its parameters are kept
record Addresses(String mysqlUrl, String user, String password, String bootstrapServers) {

  @Override
  public String toString() {
    return "MySQL at " + mysqlUrl.replaceFirst("\\?.*", "") + ", Kafka at " + bootstrapServers;
  }
}
