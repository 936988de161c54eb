package dev.grantflow.web;

import dev.grantflow.engine.TokenReads;
import dev.grantflow.grant.GrantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Hands out tokens, or does not, as a test says, and remembers what it was asked.
final class ScriptedTokens implements TokenReads {

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Outcome answer = new Outcome.UnknownGrant();

  record Asked(GrantId grantId, @Nullable String label, @Nullable String reader) {}

  @Override
  public Outcome read(GrantId grantId, @Nullable String label, @Nullable String reader) {
    asked.add(new Asked(grantId, label, reader));
    return answer;
  }

  void answer(Outcome next) {
    asked.clear();
    answer = next;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }
}
