package dev.grantflow.egress;

import java.util.Set;

/// One call as its caller sees it, and what it says about the server.
record Attempt(Exchange exchange, Verdict verdict) {

  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  /// 500 is no sign of a server that is down: reference servers say `request_denied` by it.
  static Attempt answered(Exchange.Reply reply) {
    return new Attempt(reply, AWAY.contains(reply.status()) ? Verdict.FAILS : Verdict.ANSWERS);
  }

  static Attempt refused(String why) {
    return new Attempt(new Exchange.Refused(why), Verdict.NONE);
  }

  /// The class of fault for people; empty where there was none.
  String why(OutboundRequest request) {
    return switch (exchange) {
      case Exchange.Reply reply when verdict == Verdict.FAILS ->
          request.destination() + ": HTTP " + reply.status();
      case Exchange.Reply _ -> "";
      case Exchange.Refused(var why) -> why;
      case Exchange.NotSent(var why) -> why;
      case Exchange.Unanswered(var why) -> why;
      case Exchange.HeldBack(_, var why, _) -> why;
    };
  }
}
