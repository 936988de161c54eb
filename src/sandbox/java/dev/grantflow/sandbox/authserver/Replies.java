package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the books say of a reply.
final class Replies {
  private Replies() {}

  /// 0 where none goes out.
  static int status(Reply reply) {
    return switch (reply) {
      case Reply.Whole whole -> whole.status();
      case Reply.Late(Reply late) -> status(late);
      case Reply.Truncated _, Reply.Unending _ -> 200;
      case Reply.Dropped _, Reply.Hanging _ -> 0;
    };
  }

  /// The code of an error in the shape of RFC 9635 §3.6; empty without one.
  static String errorCode(Reply reply) {
    return switch (reply) {
      case Reply.Whole whole when whole.status() >= 400 ->
          Json.parseObject(whole.body()).map(Replies::code).orElse("");
      case Reply.Late(Reply late) -> errorCode(late);
      case Reply.Whole _, Reply.Truncated _, Reply.Unending _, Reply.Dropped _, Reply.Hanging _ ->
          "";
    };
  }

  /// Whether it comes to its end, so that the time of its last byte means something.
  static boolean isProper(Reply reply) {
    return switch (reply) {
      case Reply.Whole _ -> true;
      case Reply.Late(Reply late) -> isProper(late);
      case Reply.Truncated _, Reply.Unending _, Reply.Dropped _, Reply.Hanging _ -> false;
    };
  }

  private static String code(ObjectNode body) {
    return body.path("error").isTextual()
        ? body.path("error").asText()
        : body.path("error").path("code").asText();
  }
}
