package dev.grantflow.web;

import dev.grantflow.engine.Outages;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last resort for what no other handler knows: the log has the cause, the caller has nothing
/// of it. An outage is no fault, and is one line of the log for each call, not a stack trace.
@Singleton
final class UnexpectedErrors implements ExceptionHandler<Throwable, HttpResponse<?>> {

  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrors.class);

  private final Replies replies;
  private final Outages outages;

  UnexpectedErrors(Replies replies, Outages outages) {
    this.replies = replies;
    this.outages = outages;
  }

  /// Says nothing of the address: it may hold a callback's id, a hash and an `interact_ref`. A
  /// method that nobody knows is called so and not repeated.
  @Override
  @SuppressWarnings("rawtypes")
  public HttpResponse<?> handle(HttpRequest request, Throwable exception) {
    if (outages.isOutage(exception)) {
      LOG.warn(
          "a {} request was turned away, the database being away: {}",
          request.getMethod(),
          outages.shown(exception));
      return ApiProblem.isFor(request)
          ? ApiProblem.unavailable().response()
          : replies
              .notice(request, Notice.AWAY)
              .header(HttpHeaders.RETRY_AFTER, ApiProblem.RETRY_AFTER_SECONDS);
    }
    LOG.error("a {} request failed", request.getMethod(), exception);
    return ApiProblem.isFor(request)
        ? ApiProblem.of(HttpStatus.INTERNAL_SERVER_ERROR).response()
        : replies.notice(request, Notice.of(HttpStatus.INTERNAL_SERVER_ERROR));
  }
}
