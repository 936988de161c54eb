package dev.grantflow.security;

import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.security.AccessRefused.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Finds out who calls, where the operation wants to know; whoever calls what is open is not even
/// looked at. In the stead of the framework's own, which writes the header field into its log when
/// it is let to, and keeps the token with the request.
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
final class BearerTokens implements AuthenticationFetcher<HttpRequest<?>> {

  private final Operations operations;
  private final @Nullable IssuerKeys keys;
  private final @Nullable TokenCheck check;
  private final Scheduler virtualThreads;

  BearerTokens(
      SecuritySettings settings,
      Operations operations,
      PlatformDocuments documents,
      InstantSource clock,
      MeterRegistry meters,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
      @Named(TaskExecutors.BLOCKING) Scheduler virtualThreads) {
    this.operations = operations;
    this.keys = settings.isOn() ? keys(settings, documents, meters, blocking) : null;
    this.check = keys == null ? null : new TokenCheck(settings, keys, clock);
    this.virtualThreads = virtualThreads;
  }

  private static IssuerKeys keys(
      SecuritySettings settings,
      PlatformDocuments documents,
      MeterRegistry meters,
      ExecutorService blocking) {
    var fetch = KeyFetch.of(settings, documents);
    var keys = new IssuerKeys(fetch, settings, System::nanoTime, blocking);
    keys.measure(meters);
    return keys;
  }

  /// At the start and from then on, so that a provider that goes away finds the keys known, and as
  /// fresh as they can be, by replicas too that nobody has shown a token.
  @Scheduled(fixedDelay = "${grantflow.security.jwks-max-age:5m}")
  void refreshKeys() {
    if (keys != null) {
      keys.refresh();
    }
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    return CalledOperation.of(request)
        .map(it -> operations.access(it.method(), it.template()))
        .map(
            access ->
                switch (access) {
                  case Access.Open(), Access.Nobody() -> Mono.<Authentication>empty();
                  case Access.Needs(var scope) -> authentication(request, scope, Haste.CAN_WAIT);
                  case Access.OpenInPart(var more) ->
                      // Nobody is refused what is open for a token that is no good, and nobody
                      // waits for the issuer there: a probe soon gives a process up.
                      authentication(request, more, Haste.CANNOT_WAIT)
                          .onErrorComplete(AccessRefused.class)
                          .filter(it -> it.getRoles().contains(more.value()));
                })
        .orElseGet(Mono::empty);
  }

  private Mono<Authentication> authentication(HttpRequest<?> request, Scope scope, Haste haste) {
    var present = check;
    if (present == null) {
      return Mono.empty();
    }
    return switch (BearerHeader.read(request.getHeaders())) {
      case BearerHeader.Missing() -> Mono.empty();
      case BearerHeader.Several() -> Mono.error(new AccessRefused(Reason.INVALID_REQUEST, scope));
      case BearerHeader.Malformed() -> Mono.error(new AccessRefused(Reason.INVALID_TOKEN, scope));
      case BearerHeader.Token(var token) ->
          Mono.fromCallable(() -> present.check(token, haste))
              .subscribeOn(virtualThreads)
              .onErrorMap(
                  AccessRefused.class, refused -> new AccessRefused(refused.reason(), scope))
              .map(caller -> authentication(request, caller));
    };
  }

  private static Authentication authentication(HttpRequest<?> request, Caller caller) {
    caller.callsBy(request);
    return Authentication.build(caller.subject(), List.copyOf(caller.scopes()));
  }
}
