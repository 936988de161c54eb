package dev.grantflow.acceptance.point;

import dev.grantflow.gnap.GnapClient;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Before and after each call to an authorization server; what the calling thread commits next is
/// the answer.
@Singleton
@Requires(property = Armed.POINT)
final class CallPoints implements BeanCreatedEventListener<GnapClient> {

  private final Armed armed;

  CallPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public GnapClient onCreated(BeanCreatedEvent<GnapClient> created) {
    return Around.stand(GnapClient.class, created.getBean(), this::call);
  }

  private @Nullable Object call(String method, Object[] arguments, Around.Proceed proceed)
      throws Throwable {
    return switch (method) {
      case "request" ->
          call(
              FailurePoint.REQUEST_BEFORE_CALL,
              FailurePoint.REQUEST_AFTER_ANSWER,
              Work.REQUEST_ANSWER,
              arguments,
              proceed);
      case "continueGrant" ->
          call(
              FailurePoint.CONTINUATION_BEFORE_CALL,
              FailurePoint.CONTINUATION_AFTER_ANSWER,
              Work.CONTINUATION_ANSWER,
              arguments,
              proceed);
      case "rotate" ->
          call(
              FailurePoint.ROTATION_BEFORE_CALL,
              FailurePoint.ROTATION_AFTER_ANSWER,
              Work.ROTATION_ANSWER,
              arguments,
              proceed);
      case "cancel" ->
          call(
              FailurePoint.CANCELLATION_BEFORE_CALL,
              FailurePoint.CANCELLATION_AFTER_ANSWER,
              Work.CANCELLATION_ANSWER,
              arguments,
              proceed);
      case "revoke" ->
          call(
              FailurePoint.TOKEN_REVOCATION_BEFORE_CALL,
              FailurePoint.TOKEN_REVOCATION_AFTER_ANSWER,
              Work.TOKEN_REVOCATION_ANSWER,
              arguments,
              proceed);
      case String _ -> proceed.with(arguments);
    };
  }

  private @Nullable Object call(
      FailurePoint before,
      FailurePoint after,
      Work answer,
      Object[] arguments,
      Around.Proceed proceed)
      throws Throwable {
    armed.pass(before);
    var answered = proceed.with(arguments);
    armed.pass(after);
    answer.begins();
    return answered;
  }
}
