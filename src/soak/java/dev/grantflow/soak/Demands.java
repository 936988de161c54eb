package dev.grantflow.soak;

import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.LoggedEvent;
import dev.grantflow.sandbox.authserver.Books;
import dev.grantflow.sandbox.authserver.Point;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells whether enough has happened for the audit to mean something.
///
/// @param decisions what resource owners have done and the service has heard of
/// @param struck what was broken
record Demands(
    Plan plan, EventLog log, List<Books> servers, Count<Owner> decisions, Count<Harm> struck) {

  /// The divisor of the least share of what would come of it were nothing broken.
  private static final int LEAST_SHARE = 5;

  /// @param impossible what cannot be broken here
  List<Demand> all(Predicate<Harm> impossible) {
    return Stream.of(
            Stream.of(
                finalized("grants issued after consent", PlannedGrant::endsIssuedAfterConsent),
                finalized("grants issued without consent", PlannedGrant::endsIssuedAtOnce),
                new Demand(
                    "continuations with an interaction reference that were obeyed",
                    continuations(),
                    share(PlannedGrant::endsIssuedAfterConsent)),
                new Demand(
                    "tokens issued by the servers",
                    servers.stream().mapToLong(books -> books.tokens().size()).sum(),
                    share(grant -> grant.endsIssuedAfterConsent() || grant.endsIssuedAtOnce()))),
            Arrays.stream(Owner.values())
                .map(owner -> new Demand("resource owner " + owner, decisions.of(owner), 1)),
            plan.harms().stream()
                .filter(impossible.negate())
                .map(harm -> new Demand("harm " + harm, struck.of(harm), 1)))
        .flatMap(demands -> demands)
        .toList();
  }

  private Demand finalized(String what, Predicate<PlannedGrant> planned) {
    var told =
        log.events().stream()
            .filter(event -> event.is("GrantFinalized"))
            .map(LoggedEvent::grantId)
            .collect(Collectors.toSet());
    var seen =
        plan.grants().stream().filter(planned).filter(grant -> told.contains(grant.id())).count();
    return new Demand(what, seen, share(planned));
  }

  private long continuations() {
    return servers.stream()
        .flatMap(books -> books.journal().stream())
        .filter(call -> call.what() == Point.CONTINUE)
        .filter(call -> call.withInteractRef() && call.status() == 200)
        .count();
  }

  private long share(Predicate<PlannedGrant> planned) {
    return Math.max(1, plan.grants().stream().filter(planned).count() / LEAST_SHARE);
  }
}
