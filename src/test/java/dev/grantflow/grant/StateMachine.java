package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOCATION_LIMIT;

import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The lifecycle as a whole: every state with everything that can happen to it, in one order.
final class StateMachine {

  private StateMachine() {}

  /// One pair of a state and a happening, and what follows.
  record Step(String state, String happening, Grant before, Decision decision) {}

  /// An input at a certain time.
  private record Happening(Input input, Instant at) {}

  static Stream<Step> steps() {
    return Grants.states().entrySet().stream()
        .flatMap(
            state ->
                happenings(state.getValue()).entrySet().stream()
                    .map(
                        happening ->
                            step(
                                state.getKey(),
                                state.getValue(),
                                happening.getKey(),
                                happening.getValue())));
  }

  private static Step step(String name, GrantState state, String event, Happening happening) {
    var plain = Grants.grant(state);
    var grant = name.endsWith("to be renewed") ? Grants.renewed(plain) : plain;
    return new Step(name, event, grant, Grants.decide(grant, happening.input(), happening.at()));
  }

  private static Map<String, Happening> happenings(GrantState state) {
    var happenings = new LinkedHashMap<String, Happening>();
    Grants.inputs().forEach((name, input) -> happenings.put(name, new Happening(input, NOW)));
    if (state instanceof Revoking || state instanceof Retiring) {
      happenings.put(
          "due, revocation limit passed", new Happening(Grants.DUE, NOW.plus(REVOCATION_LIMIT)));
    } else {
      happenings.put("due, deadline passed", new Happening(Grants.DUE, DEADLINE));
    }
    if (state instanceof Renewing) {
      var issued =
          new Answer.Issued(Grants.MORTAL_ISSUE, Grants.NEXT_CONTINUATION, Grants.ENDPOINT);
      happenings.put("answer: issued, one token", new Happening(new Input.Answered(issued), NOW));
    }
    return happenings;
  }
}
