package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Input;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes the engine, which need not wait for its next look.
@Singleton
final class EngineDesk implements OperatorDesk {

  private static final Logger LOG = LoggerFactory.getLogger(EngineDesk.class);
  private static final int LIST_MAX = 100;

  private final SetAside setAside;
  private final GrantStore store;
  private final GrantChanges changes;
  private final InstantSource clock;
  private final EngineSignal engine;

  EngineDesk(
      SetAside setAside,
      GrantStore store,
      GrantChanges changes,
      InstantSource clock,
      EngineSignal engine) {
    this.setAside = setAside;
    this.store = store;
    this.changes = changes;
    this.clock = clock;
    this.engine = engine;
  }

  @Override
  public List<SetAside.Entry> waiting() {
    return setAside.list(LIST_MAX);
  }

  @Override
  public Optional<SetAside.Entry> waiting(GrantId id) {
    return setAside.entry(id.value());
  }

  @Override
  public boolean release(String grantId) {
    var isReleased = setAside.release(grantId, clock.instant());
    if (isReleased) {
      LOG.atInfo().addKeyValue(LogKeys.GRANT_ID, grantId).log("released by an operator");
      engine.raise();
    }
    return isReleased;
  }

  /// Looks at what is set aside first, which tells of a grant that cannot even be read.
  @Override
  public Retried retry(GrantId id) {
    if (waiting(id).isPresent()) {
      return new Retried.Not("It is set aside; release it by POST /set-aside/%s.".formatted(id));
    }
    var found = store.find(id);
    if (found.isEmpty()) {
      return new Retried.UnknownGrant();
    }
    return switch (changes.apply(found.get(), new Input.Retry())) {
      case Change.Made made -> {
        LOG.atInfo().addKeyValue(LogKeys.GRANT_ID, id).log("due at once for an operator");
        changes.announce(made);
        yield new Retried.Sooner(made.grant());
      }
      case Change.None(_, var why) -> new Retried.Not(why);
      case Change.Refused(var problem) -> new Retried.Not(problem.message());
    };
  }
}
