package dev.grantflow.web;

import dev.grantflow.security.AccessRefused;
import dev.grantflow.security.AccessRefused.Reason;
import dev.grantflow.security.Scope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Words a refusal as a problem (RFC 9457) with the challenge that belongs to it (RFC 6750 §3), and
/// counts it by its reason.
@Context
final class AccessRefusals implements ExceptionHandler<AccessRefused, HttpResponse<?>> {

  private final MeterRegistry meters;

  /// All are there from the start, so that the first of a kind is seen as a change.
  AccessRefusals(MeterRegistry meters) {
    this.meters = meters;
    Stream.of(Reason.values()).forEach(this::refused);
  }

  private Counter refused(Reason reason) {
    return Counter.builder("grantflow.callers.refused")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the framework has it
  public HttpResponse<?> handle(HttpRequest request, AccessRefused refused) {
    refused(refused.reason()).increment();
    var response = problem(refused).response();
    return challenge(refused.reason(), refused.scope())
        .<HttpResponse<?>>map(it -> response.header(HttpHeaders.WWW_AUTHENTICATE, it))
        .findFirst()
        .orElse(response);
  }

  private static ApiProblem problem(AccessRefused refused) {
    return switch (refused.reason()) {
      case NO_TOKEN ->
          ApiProblem.notAuthenticated(
              "Send a token of the identity provider: Authorization: Bearer, and the token.");
      case INVALID_TOKEN ->
          ApiProblem.notAuthenticated(
              "The token is not accepted. Get a new one for this service and send it again.");
      case INVALID_REQUEST ->
          new ApiProblem(
              HttpStatus.BAD_REQUEST,
              "/problems/request-unreadable",
              "The request cannot be read",
              "There is more than one Authorization header field. Send one.",
              List.of());
      case INSUFFICIENT_SCOPE ->
          ApiProblem.notAllowed(
              "The token does not allow it: it needs the scope %s."
                  .formatted(Objects.requireNonNull(refused.scope()).value()));
      case NOBODY -> ApiProblem.notAllowed("Nobody is allowed to call this.");
      case NOT_SET_UP ->
          ApiProblem.notAllowed(
              "No identity provider is configured here (grantflow.security.issuer), so nobody is"
                  + " allowed to call this.");
      case HIDDEN -> ApiProblem.unknownGrant();
      case KEYS_AWAY -> ApiProblem.uncheckable();
    };
  }

  /// With no error where nothing was sent (RFC 6750 §3.1), and none where no token would help.
  private static Stream<String> challenge(Reason reason, @Nullable Scope scope) {
    var needed =
        scope == null ? Stream.<String>empty() : Stream.of(parameter("scope", scope.value()));
    return switch (reason) {
      case NO_TOKEN -> Stream.of(bearer(needed));
      case INVALID_REQUEST -> Stream.of(bearer(error("invalid_request", needed)));
      case INVALID_TOKEN -> Stream.of(bearer(error("invalid_token", needed)));
      case INSUFFICIENT_SCOPE -> Stream.of(bearer(error("insufficient_scope", needed)));
      case NOBODY, NOT_SET_UP, HIDDEN, KEYS_AWAY -> Stream.empty();
    };
  }

  private static Stream<String> error(String code, Stream<String> others) {
    return Stream.concat(Stream.of(parameter("error", code)), others);
  }

  private static String parameter(String name, String value) {
    return "%s=\"%s\"".formatted(name, value);
  }

  private static String bearer(Stream<String> parameters) {
    return parameters.collect(Collectors.joining(", ", "Bearer ", ""));
  }
}
