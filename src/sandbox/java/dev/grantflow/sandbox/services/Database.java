package dev.grantflow.sandbox.services;

/// An empty schema and the only user that may work in it.
public record Database(String jdbcUrl, String user, String password) {

  @Override
  public String toString() {
    return "Database[jdbcUrl=" + jdbcUrl + ", user=" + user + "]";
  }
}
