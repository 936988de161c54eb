package dev.grantflow.engine;

import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes the engine, which need not wait for its next look.
@Singleton
final class EngineDesk implements OperatorDesk {

  private static final Logger LOG = LoggerFactory.getLogger(EngineDesk.class);
  private static final int LIST_MAX = 100;

  private final SetAside setAside;
  private final InstantSource clock;
  private final EngineSignal engine;

  EngineDesk(SetAside setAside, InstantSource clock, EngineSignal engine) {
    this.setAside = setAside;
    this.clock = clock;
    this.engine = engine;
  }

  @Override
  public List<SetAside.Entry> waiting() {
    return setAside.list(LIST_MAX);
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
}
