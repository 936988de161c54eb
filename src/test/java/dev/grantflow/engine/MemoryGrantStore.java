package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.StartKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps grants as the database does, versions included, and lets others be faster.
final class MemoryGrantStore implements GrantStore, SetAside {

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

  /// Whose claim is never written.
  volatile @Nullable GrantId poisoned;

  /// What happens whenever due grants are claimed.
  Runnable whenClaimed = () -> {};

  private final Map<GrantId, Grant> grants = new ConcurrentHashMap<>();
  private final Map<String, Faulty> faults = new ConcurrentHashMap<>();
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
    var before = Map.copyOf(grants);
    try {
      return work.get();
    } catch (RuntimeException failed) {
      grants.keySet().retainAll(before.keySet());
      grants.putAll(before);
      throw failed;
    }
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
    return grants.values().stream().filter(it -> callback.sha256().equals(digest(it))).findFirst();
  }

  private static @Nullable String digest(Grant grant) {
    var callback = grant.callback();
    return callback == null ? null : callback.sha256();
  }

  @Override
  public Optional<Grant> find(StartKey start) {
    return grants.values().stream()
        .filter(it -> it.callback() != null && start.equals(it.callback().start()))
        .findFirst();
  }

  @Override
  public List<Grant> find(Collection<GrantId> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  @Override
  public List<Grant> add(List<Grant> accepted, Instant at) {
    return accepted.stream().map(this::put).toList();
  }

  @Override
  public Claimed addClaimed(Grant accepted, Decision.Transition claim, Instant at) {
    if (grants.containsKey(accepted.id())) {
      throw new IllegalStateException("its id is taken");
    }
    var before = put(accepted);
    var after = commit(before, claim, at).orElseThrow();
    return new Claimed(before, after, claim.cause(), false);
  }

  @Override
  public Optional<Grant> commit(Grant grant, Decision.Transition transition, Instant at) {
    if (!faster.isEmpty()) {
      faster.pop().run();
    }
    if (find(grant.id()).orElseThrow().version() != grant.version()) {
      return Optional.empty();
    }
    faults.remove(grant.id().value());
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
  public Set<GrantId> rememberedRevocations(Collection<GrantId> ids) {
    return ids.stream().filter(revokedEarly::contains).collect(Collectors.toSet());
  }

  @Override
  public List<Claimed> claimDue(Instant now, int max, Function<Grant, Decision> decide) {
    whenClaimed.run();
    return due(now, max).stream().flatMap(due -> claim(due, now, decide).stream()).toList();
  }

  @Override
  public List<DueGrant> due(Instant now, int max) {
    return grants.values().stream()
        .filter(grant -> isDue(grant, now))
        .map(DueGrant::of)
        .limit(max)
        .toList();
  }

  @Override
  public Optional<Claimed> claim(DueGrant due, Instant now, Function<Grant, Decision> decide) {
    var grant = named(due.grantId());
    if (grant.id().equals(poisoned)) {
      throw new IllegalStateException("the row cannot be written");
    }
    if (!isDue(grant, now) || !(decide.apply(grant) instanceof Decision.Transition transition)) {
      return Optional.empty();
    }
    var faultsBefore = faults.get(due.grantId());
    var claimed =
        commit(grant, transition, now)
            .map(
                after ->
                    new Claimed(grant, after, transition.cause(), !transition.events().isEmpty()));
    if (faultsBefore != null) {
      faults.put(due.grantId(), faultsBefore);
    }
    return claimed;
  }

  private boolean isDue(Grant grant, Instant now) {
    var fault = faults.get(grant.id().value());
    return grant.state().due().filter(at -> !at.isAfter(now)).isPresent()
        && (fault == null || (fault.nextTry() != null && !fault.nextTry().isAfter(now)));
  }

  @Override
  public Verdict count(DueGrant grant, String fault, int limit, Instant now, Instant nextTry) {
    if (named(grant.grantId()).version() != grant.version()) {
      return Verdict.NOT_COUNTED;
    }
    var before = faults.get(grant.grantId());
    var times = before == null ? 1 : before.times() + 1;
    faults.put(grant.grantId(), new Faulty(times, fault, now, times < limit ? nextTry : null));
    return times < limit ? Verdict.TRIED_AGAIN : Verdict.SET_ASIDE;
  }

  @Override
  public List<Entry> list(int max) {
    return faults.entrySet().stream()
        .filter(it -> it.getValue().nextTry() == null)
        .map(it -> entry(it.getKey(), it.getValue()))
        .limit(max)
        .toList();
  }

  @Override
  public Optional<Entry> entry(String grantId) {
    return list(Integer.MAX_VALUE).stream().filter(it -> it.grantId().equals(grantId)).findFirst();
  }

  private Entry entry(String grantId, Faulty faulty) {
    var state = named(grantId).state().status().name();
    return new Entry(grantId, state, faulty.at(), faulty.times(), faulty.fault());
  }

  @Override
  public int count(int max) {
    return list(max).size();
  }

  @Override
  public boolean release(String grantId, Instant now) {
    return faults.remove(grantId) != null;
  }

  private Grant named(String id) {
    return requireNonNull(grants.get(new GrantId(id)));
  }

  int faultsOf(GrantId id) {
    var faulty = faults.get(id.value());
    return faulty == null ? 0 : faulty.times();
  }

  /// @param nextTry null when it is set aside
  private record Faulty(int times, String fault, Instant at, @Nullable Instant nextTry) {}
}
