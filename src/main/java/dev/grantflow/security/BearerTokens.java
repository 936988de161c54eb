package dev.grantflow.security;

import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.security.AccessRefused.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
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
import reactor.core.scheduler.Schedulers;

/// Finds out who calls, where the operation wants to know; whoever calls what is open is not even
/// looked at. In the stead of the framework's own, which writes the header field into its log when
/// it is let to, and keeps the token with the request.
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
final class BearerTokens implements AuthenticationFetcher<HttpRequest<?>> {

  private final Operations operations;
  private final @Nullable TokenCheck check;
  private final Scheduler virtualThreads;

  @SuppressWarnings("UnnecessaryMethodReference")
  BearerTokens(
      SecuritySettings settings,
      Operations operations,
      PlatformDocuments documents,
      InstantSource clock,
      MeterRegistry meters,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.operations = operations;
    this.check =
        settings.isOn()
            ? new TokenCheck(settings, keys(settings, documents, meters, blocking), clock)
            : null;
    // Not as an ExecutorService: that would interrupt a fetch of keys that others wait for.
    this.virtualThreads = Schedulers.fromExecutor(blocking::execute);
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

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    return CalledOperation.of(request)
        .map(it -> operations.access(it.method(), it.template()))
        .map(
            access ->
                switch (access) {
                  case Access.Open(), Access.Nobody() -> Mono.<Authentication>empty();
                  case Access.Needs(var scope) -> authentication(request, scope);
                  case Access.OpenInPart(var more) ->
                      authentication(request, more)
                          // Nobody is refused what is open for a token that is no good.
                          .onErrorComplete(AccessRefused.class)
                          .filter(it -> it.getRoles().contains(more.value()));
                })
        .orElseGet(Mono::empty);
  }

  private Mono<Authentication> authentication(HttpRequest<?> request, Scope scope) {
    var present = check;
    if (present == null) {
      return Mono.empty();
    }
    return switch (BearerHeader.read(request.getHeaders())) {
      case BearerHeader.Missing() -> Mono.empty();
      case BearerHeader.Several() -> Mono.error(new AccessRefused(Reason.INVALID_REQUEST, scope));
      case BearerHeader.Malformed() -> Mono.error(new AccessRefused(Reason.INVALID_TOKEN, scope));
      case BearerHeader.Token(var token) ->
          Mono.fromCallable(() -> present.check(token))
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
