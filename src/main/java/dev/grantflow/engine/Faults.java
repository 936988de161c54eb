package dev.grantflow.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the service itself did wrong with a grant, so that a grant which fails each time is
/// set aside instead of being taken up for ever.
@Singleton
final class Faults {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final SetAside setAside;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final Counter faults;

  Faults(SetAside setAside, EngineSettings settings, InstantSource clock, MeterRegistry meters) {
    this.setAside = setAside;
    this.settings = settings;
    this.clock = clock;
    this.faults = meters.counter("grantflow.grant.faults");
  }

  /// The next try is a lease later: until then a call that was made may still be at work.
  void count(DueGrant grant, Throwable thrown) {
    var now = clock.instant();
    var fault = FaultText.of(thrown);
    faults.increment();
    var verdict =
        setAside.count(grant, fault, settings.triesMax(), now, now.plus(settings.lease()));
    switch (verdict) {
      case SET_ASIDE ->
          LOG.atError()
              .addKeyValue(LogKeys.GRANT_ID, grant.grantId())
              .addKeyValue(LogKeys.FAULT, fault)
              .log(
                  "the grant is set aside after {} faults; to take it up again, release it at the"
                      + " management endpoint: POST /set-aside/{}",
                  settings.triesMax(),
                  grant.grantId());
      case TRIED_AGAIN, NOT_COUNTED ->
          LOG.atWarn()
              .addKeyValue(LogKeys.GRANT_ID, grant.grantId())
              .addKeyValue(LogKeys.FAULT, fault)
              .log("a step failed by a fault of the service; it is tried again");
    }
  }
}
