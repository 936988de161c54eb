package dev.grantflow.web;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/// Words every reply that the framework makes by itself: no route, no such method, a body too long.
/// Its own words are dropped, because they repeat the address.
@Singleton
final class ErrorReplies implements ErrorResponseProcessor<String> {

  private final Replies replies;
  private final ProtectiveHeaders headers;

  ErrorReplies(Replies replies, ProtectiveHeaders headers) {
    this.replies = replies;
    this.headers = headers;
  }

  @Override
  public MutableHttpResponse<String> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    var status = HttpStatus.valueOf(response.code());
    var request = context.getRequest();
    var reply =
        ApiProblem.isFor(request)
            ? ApiProblem.of(status).response()
            : replies.notice(request, Notice.of(status));
    response.getHeaders().forEachValue((name, value) -> reply.getHeaders().add(name, value));
    return headers.on(reply);
  }
}
