package dev.grantflow.engine;

import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.StartKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The grants, and the one way to write them: state, history and outbox go together or not at all.
///
/// Every method is atomic by itself and takes part in a surrounding [#atomically]. Methods throw an
/// unchecked exception when the database is out of reach; then nothing was written.
public interface GrantStore {

  /// Runs the work in one transaction.
  <T> T atomically(Supplier<T> work);

  Optional<Grant> find(GrantId id);

  /// Those that there are, in any order.
  List<Grant> find(Collection<GrantId> ids);

  /// Waits for whoever is about to add or change the grant, and keeps others from doing so until
  /// the surrounding [#atomically] ends.
  Optional<Grant> findLocked(GrantId id);

  /// By the callback's own digest, whatever it must have started by.
  Optional<Grant> find(CallbackKey callback);

  Optional<Grant> find(StartKey start);

  /// Adds accepted grants at version 1. Two that race for one id meet at its unique key: the later
  /// one's transaction fails as a whole and can be run again.
  ///
  /// @return the grants as stored, in the same order
  List<Grant> add(List<Grant> accepted, Instant at);

  /// Adds an accepted grant at version 1 and its claim at once, at version 2. Fails where its id is
  /// taken.
  ///
  /// @param claim without events
  Claimed addClaimed(Grant accepted, Decision.Transition claim, Instant at);

  /// Writes a transition, its history and its events. Without a surrounding [#atomically], those
  /// that come at once may share a transaction; neither fails because of another.
  ///
  /// @param grant as it was read
  /// @return the grant as stored; empty when somebody else has changed it since it was read, in
  ///   which case nothing was written and the decision has to be made anew
  Optional<Grant> commit(Grant grant, Decision.Transition transition, Instant at);

  /// Writes that a command was refused: its event and, byte for byte, its dead letter.
  void reject(RejectedCommand rejected, Instant at);

  /// Remembers that a grant which is not known was revoked, so that its request, should it come
  /// later, never reaches a server. Repeatable.
  void rememberRevocation(GrantId id, Instant at);

  /// Waits for whoever is about to remember one of them.
  ///
  /// @return those that are remembered
  Set<GrantId> rememberedRevocations(Collection<GrantId> ids);

  /// Takes grants whose time has come, skipping those that another replica is taking, and commits
  /// what `decide` makes of each.
  ///
  /// @return what was committed, oldest due first
  List<Claimed> claimDue(Instant now, int max, Function<Grant, Decision> decide);

  /// What [#claimDue] would take, without taking or reading it: for when one grant makes that fail.
  List<DueGrant> due(Instant now, int max);

  /// Takes one grant, as [#claimDue] does.
  ///
  /// @return empty when it is not due any more, when another replica is taking it, or when nothing
  ///   is to be done with it
  Optional<Claimed> claim(DueGrant due, Instant now, Function<Grant, Decision> decide);

  /// A committed claim.
  ///
  /// @param before the grant as it was found
  /// @param after the grant as stored
  /// @param hasEvents whether something about it is to be published
  record Claimed(Grant before, Grant after, String cause, boolean hasEvents) {}
}
