package dev.grantflow.engine;

import dev.grantflow.egress.EgressSettings;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forwards to nothing but the redirect that the authorization server gave, as it was stored.
@Singleton
final class ForwardedStarts implements InteractionStarts {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardedStarts.class);

  private final GrantStore store;
  private final EgressSettings egress;
  private final InstantSource clock;
  private final MeterRegistry meters;

  ForwardedStarts(
      GrantStore store, EgressSettings egress, InstantSource clock, MeterRegistry meters) {
    this.store = store;
    this.egress = egress;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public Outcome start(Secret startId) {
    var key = CallbackIds.startKeyOf(startId);
    var outcome =
        store.find(key).map(grant -> start(grant, key)).orElseGet(Outcome.UnknownStart::new);
    meters.counter("grantflow.starts", "outcome", tag(outcome)).increment();
    return outcome;
  }

  private Outcome start(Grant grant, StartKey key) {
    return grant.state() instanceof Pending(var interaction, _, _)
            && interaction.forward() != null
            && !grant.isPastDeadline(clock.instant())
            && isFitForBrowsers(grant, interaction.forward())
        ? new Outcome.Forward(interaction.forward(), key, grant.expiresAt())
        : new Outcome.Over();
  }

  private boolean isFitForBrowsers(Grant grant, URI forward) {
    var isFit =
        "https".equalsIgnoreCase(forward.getScheme())
            || ("http".equalsIgnoreCase(forward.getScheme()) && egress.allowHttp());
    if (!isFit) {
      LOG.atWarn()
          .addKeyValue(LogKeys.GRANT_ID, grant.id())
          .log("the server's redirect is not https, so no browser is sent there");
    }
    return isFit;
  }

  private static String tag(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Forward _ -> "forwarded";
      case Outcome.Over() -> "over";
      case Outcome.UnknownStart() -> "unknown";
    };
  }
}
