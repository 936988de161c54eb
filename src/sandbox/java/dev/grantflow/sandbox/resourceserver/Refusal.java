package dev.grantflow.sandbox.resourceserver;

/// A call is refused in the form of the resource server document's `error-response`.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  final int status;
  final String code;

  Refusal(int status, String code, String description) {
    super(description, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Refusal invalid(String description) {
    return new Refusal(400, "invalid_request", description);
  }

  static Refusal notGranted(String description) {
    return new Refusal(403, "insufficient_grant", description);
  }

  static Refusal notFound() {
    return new Refusal(404, "not_found", "not found");
  }
}
