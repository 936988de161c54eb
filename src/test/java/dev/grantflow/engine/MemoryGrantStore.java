package dev.grantflow.engine;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Keeps grants as the database does, versions included, and lets others be faster.
final class MemoryGrantStore implements GrantStore {

  final List<GrantEvent> events = new ArrayList<>();
  final List<RejectedCommand> rejected = new ArrayList<>();
  final List<String> causes = new ArrayList<>();
  final List<Committed> commits = new ArrayList<>();

  /// What a commit has changed.
  record Committed(Grant before, Grant after) {}

  /// What others do just before the next commits, one each.
  final Deque<Runnable> faster = new ArrayDeque<>();

  /// What happens whenever a grant is read by its id.
  Runnable whenRead = () -> {};

  /// What happens whenever due grants are claimed.
  Runnable whenClaimed = () -> {};

  private final Map<GrantId, Grant> grants = new ConcurrentHashMap<>();
  private final Set<GrantId> revokedEarly = new HashSet<>();

  /// As if it had always been there, or as another replica leaves it.
  Grant put(Grant grant) {
    var version = grants.containsKey(grant.id()) ? grants.get(grant.id()).version() + 1 : 1;
    var stored = grant.atVersion(version);
    grants.put(grant.id(), stored);
    return stored;
  }

  Grant only() {
    return grants.values().iterator().next();
  }

  boolean isEmpty() {
    return grants.isEmpty();
  }

  @Override
  public <T> T atomically(Supplier<T> work) {
    return work.get();
  }

  @Override
  public Optional<Grant> findLocked(GrantId id) {
    return find(id);
  }

  @Override
  public Optional<Grant> find(GrantId id) {
    whenRead.run();
    return Optional.ofNullable(grants.get(id));
  }

  @Override
  public Optional<Grant> find(CallbackKey callback) {
    return grants.values().stream().filter(it -> callback.equals(it.callback())).findFirst();
  }

  @Override
  public Grant add(Grant grant, Instant at) {
    return put(grant);
  }

  @Override
  public Optional<Grant> commit(Grant grant, Decision.Transition transition, Instant at) {
    if (!faster.isEmpty()) {
      faster.pop().run();
    }
    if (find(grant.id()).orElseThrow().version() != grant.version()) {
      return Optional.empty();
    }
    events.addAll(transition.events());
    causes.add(transition.cause());
    var stored = put(transition.next());
    commits.add(new Committed(grant, stored));
    return Optional.of(stored);
  }

  @Override
  public void reject(RejectedCommand command, Instant at) {
    rejected.add(command);
  }

  @Override
  public void rememberRevocation(GrantId id, Instant at) {
    revokedEarly.add(id);
  }

  @Override
  public boolean isRevocationRemembered(GrantId id) {
    return revokedEarly.contains(id);
  }

  @Override
  public List<Claimed> claimDue(Instant now, int max, Function<Grant, Decision> decide) {
    whenClaimed.run();
    var claimed = new ArrayList<Claimed>();
    for (var grant : List.copyOf(grants.values())) {
      var isDue = grant.state().due().filter(at -> !at.isAfter(now)).isPresent();
      if (isDue && decide.apply(grant) instanceof Decision.Transition transition) {
        commit(grant, transition, now)
            .ifPresent(after -> claimed.add(new Claimed(grant, after, transition.cause())));
      }
    }
    return claimed;
  }
}
