package dev.grantflow.security;

/// What a token may allow its bearer to do.
public enum Scope {
  /// To see grants and their changes.
  GRANTS_READ("grants:read", false),
  /// To ask for grants, and for whatever else changes them but ends none.
  GRANTS_WRITE("grants:write", true),
  /// To take grants back.
  GRANTS_REVOKE("grants:revoke", true),
  /// To have calls to resource servers signed, which spends what a grant allows.
  GRANTS_SIGN("grants:sign", true),
  /// To fetch the token of a grant.
  TOKENS_READ("tokens:read", true),
  /// To see all grants, what is set aside, paused or a dead letter, and the details of the health.
  OPERATIONS_READ("operations:read", false),
  /// To let go on what waits, to take any grant back, to pause and to resume, and to send dead
  /// letters again.
  OPERATIONS_WRITE("operations:write", true),
  /// To read metrics.
  METRICS_READ("metrics:read", false);

  private final String value;
  private final boolean audited;

  Scope(String value, boolean audited) {
    this.value = value;
    this.audited = audited;
  }

  /// As it stands in tokens.
  public String value() {
    return value;
  }

  /// Whether each use leaves a line in the log that says by whom.
  public boolean isAudited() {
    return audited;
  }
}
