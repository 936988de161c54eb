package dev.grantflow.security;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.grant.GrantId;
import dev.grantflow.security.AccessRefused.Reason;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/// Lets a request through that its operation's scope allows, and no other. Comes before every rule
/// of the framework and leaves them nothing to decide, so that no other setting opens what is shut.
@Singleton
final class ScopeRule implements SecurityRule<HttpRequest<?>> {

  private static final String API = "/v1/";

  /// Of no grant in particular.
  private static final Set<String> OF_NONE = Set.of("/v1/grants", "/v1/openapi");

  private final Operations operations;
  private final SecuritySettings settings;
  private final GrantRecords records;
  private final Scheduler virtualThreads;

  ScopeRule(
      Operations operations,
      SecuritySettings settings,
      GrantRecords records,
      @Named(TaskExecutors.BLOCKING) Scheduler virtualThreads) {
    this.operations = operations;
    this.settings = settings;
    this.records = records;
    this.virtualThreads = virtualThreads;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  /// Where nothing is served there is nothing to guard.
  @Override
  public Publisher<SecurityRuleResult> check(
      @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
    if (request == null) {
      return refused(Reason.NOBODY, null);
    }
    return CalledOperation.of(request)
        .map(operation -> check(request, operation))
        .orElse(Mono.just(SecurityRuleResult.ALLOWED));
  }

  private Mono<SecurityRuleResult> check(HttpRequest<?> request, CalledOperation operation) {
    return switch (operations.access(operation.method(), operation.template())) {
      case Access.Open(), Access.OpenInPart(_) -> Mono.just(SecurityRuleResult.ALLOWED);
      case Access.Nobody() -> refused(Reason.NOBODY, null);
      case Access.Needs(var scope) -> check(request, operation, scope);
    };
  }

  private Mono<SecurityRuleResult> check(
      HttpRequest<?> request, CalledOperation operation, Scope scope) {
    if (!settings.isOn()) {
      return refused(Reason.NOT_SET_UP, scope);
    }
    var caller = Caller.of(request);
    if (caller.isEmpty()) {
      return refused(Reason.NO_TOKEN, scope);
    }
    if (!caller.get().has(scope)) {
      return refused(Reason.INSUFFICIENT_SCOPE, scope);
    }
    return caller.get().isRestricted() && operation.template().startsWith(API)
        ? checkGrant(caller.get(), operation)
        : Mono.just(SecurityRuleResult.ALLOWED);
  }

  /// For every operation on one grant, whichever it is. Whose grant it is never changes, so what is
  /// found here holds when the operation begins. Another's grant is not loaded: that it takes
  /// longer than to find none would tell of it.
  private Mono<SecurityRuleResult> checkGrant(Caller caller, CalledOperation operation) {
    var grantId = operation.grantId();
    if (OF_NONE.contains(operation.template())) {
      return Mono.just(SecurityRuleResult.ALLOWED);
    }
    if (grantId == null || !GrantId.isValid(grantId)) {
      return refused(Reason.HIDDEN, null);
    }
    return Mono.fromCallable(() -> records.client(new GrantId(grantId)))
        .subscribeOn(virtualThreads)
        .flatMap(
            found ->
                found.filter(it -> caller.mayActFor(it.value())).isPresent()
                    ? Mono.just(SecurityRuleResult.ALLOWED)
                    : refused(Reason.HIDDEN, null));
  }

  private static Mono<SecurityRuleResult> refused(Reason reason, @Nullable Scope scope) {
    return Mono.error(new AccessRefused(reason, scope));
  }
}
