package dev.grantflow.sandbox.authserver;

/// A call is refused with this reply. Thrown from wherever the fault is found, caught in one place,
/// where replies are written.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Reply reply;

  Refused(Reply reply) {
    super("refused", null, false, false);
    this.reply = reply;
  }

  /// RFC 9635 §3.6 with a code.
  Refused(int status, String code, String description) {
    this(Reply.error(status, code, description));
  }

  /// The body is not what the OpenAPI document says: the reference server leaves out the code.
  static Refused invalidBody(String description) {
    return new Refused(Reply.errorWithoutCode(400, description));
  }

  Reply reply() {
    return reply;
  }
}
