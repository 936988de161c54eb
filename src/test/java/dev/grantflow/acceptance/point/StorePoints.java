package dev.grantflow.acceptance.point;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState.Continuing;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Requesting;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.Rotating;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Has no points of its own: it tells for what a claim or a change is about to be committed.
@Singleton
@Requires(property = Armed.POINT)
final class StorePoints implements BeanCreatedEventListener<GrantStore> {

  @Override
  public GrantStore onCreated(BeanCreatedEvent<GrantStore> created) {
    return Around.stand(GrantStore.class, created.getBean(), StorePoints::call);
  }

  private static @Nullable Object call(String method, Object[] arguments, Around.Proceed proceed)
      throws Throwable {
    return switch (method) {
      case "claimDue" -> claim(arguments, proceed);
      case "addClaimed" -> {
        Work.CLAIM_TO_REQUEST.joins();
        yield proceed.with(arguments);
      }
      case "commit" -> {
        CallbackPoints.changes();
        yield proceed.with(arguments);
      }
      case String _ -> proceed.with(arguments);
    };
  }

  private static @Nullable Object claim(Object[] arguments, Around.Proceed proceed)
      throws Throwable {
    @SuppressWarnings("unchecked")
    var decide = (Function<Grant, Decision>) arguments[2];
    var telling = decide.andThen(StorePoints::tell);
    try {
      return proceed.with(arguments[0], arguments[1], telling);
    } finally {
      Work.none();
    }
  }

  private static Decision tell(Decision decision) {
    if (decision instanceof Transition transition) {
      var next = transition.next().state();
      if (next instanceof Requesting || next instanceof Renewing) {
        Work.CLAIM_TO_REQUEST.begins();
      } else if (next instanceof Continuing) {
        Work.CLAIM_TO_CONTINUE.begins();
      } else if (next instanceof Rotating) {
        Work.CLAIM_TO_ROTATE.begins();
      } else if (next instanceof Revoking || next instanceof Retiring) {
        Work.CLAIM_TO_CANCEL.begins();
      }
    }
    return decision;
  }
}
