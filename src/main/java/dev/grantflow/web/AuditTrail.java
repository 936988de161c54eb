package dev.grantflow.web;

import dev.grantflow.contract.Texts;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.grant.GrantId;
import dev.grantflow.security.Access;
import dev.grantflow.security.CalledOperation;
import dev.grantflow.security.Caller;
import dev.grantflow.security.Operations;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down who did what: a line for each call that changes something, spends something or shows
/// a token, whether it was let to or not. Never the token it came with.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final int TARGET_MAX = 300;
  private static final String NAMED = AuditTrail.class.getName();
  private static final String CONCERNED = NAMED + ".concerned";

  private final Operations operations;

  AuditTrail(Operations operations) {
    this.operations = operations;
  }

  /// Says which grant a call is about that does not say so in its address.
  ///
  /// @param grantId as the caller wrote it; null where nothing is said
  static void isAbout(HttpRequest<?> request, @Nullable String grantId) {
    if (grantId != null) {
      request.setAttribute(NAMED, grantId);
    }
  }

  /// Says what a call was about that is no grant, better than its address does.
  static void concerns(HttpRequest<?> request, String target) {
    request.setAttribute(CONCERNED, target);
  }

  @ResponseFilter
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void write(HttpRequest<?> request, HttpResponse<?> response) {
    Caller.of(request)
        .ifPresent(
            caller ->
                CalledOperation.of(request)
                    .filter(this::isAudited)
                    .ifPresent(operation -> write(caller, operation, request, response)));
  }

  private boolean isAudited(CalledOperation operation) {
    return switch (operations.access(operation.method(), operation.template())) {
      case Access.Needs(var scope) -> scope.isAudited();
      case Access.Open(), Access.OpenInPart(_), Access.Nobody() -> false;
    };
  }

  private static void write(
      Caller caller, CalledOperation operation, HttpRequest<?> request, HttpResponse<?> response) {
    var line =
        LOG.atInfo()
            .addKeyValue(LogKeys.SUBJECT, caller.subject())
            .addKeyValue(LogKeys.CALLER, caller.clientId())
            .addKeyValue(LogKeys.OPERATION, operation)
            .addKeyValue(LogKeys.GRANT_ID, grantId(operation, request));
    request
        .getAttribute(CONCERNED, String.class)
        .or(() -> Optional.ofNullable(operation.target()))
        .map(target -> line.addKeyValue(LogKeys.TARGET, Texts.cut(target, TARGET_MAX)))
        .orElse(line)
        .addKeyValue(LogKeys.STATUS, response.code())
        .log("was called");
  }

  /// Of the address, of the body where it was read, or of the header field in its stead; what is no
  /// id is not written down.
  private static @Nullable String grantId(CalledOperation operation, HttpRequest<?> request) {
    var address = operation.grantId();
    var id =
        address == null
            ? request
                .getAttribute(NAMED, String.class)
                .orElseGet(() -> CommandBody.key(request.getHeaders()))
            : address;
    return id != null && GrantId.isValid(id) ? id : null;
  }
}
