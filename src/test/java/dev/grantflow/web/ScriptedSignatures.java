package dev.grantflow.web;

import dev.grantflow.engine.ResourceSignatures;
import dev.grantflow.grant.GrantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Signs, or does not, as a test says, and remembers what it was asked.
final class ScriptedSignatures implements ResourceSignatures {

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Supplier<Outcome> answer = Outcome.UnknownGrant::new;

  record Asked(GrantId grantId, RequestToSign request) {}

  @Override
  public Outcome sign(GrantId grantId, RequestToSign request) {
    asked.add(new Asked(grantId, request));
    return answer.get();
  }

  void answer(Supplier<Outcome> next) {
    asked.clear();
    answer = next;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }
}
