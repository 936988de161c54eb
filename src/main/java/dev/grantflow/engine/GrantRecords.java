package dev.grantflow.engine;

import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads grants for whoever asks; changes nothing. Methods throw an unchecked exception when the
/// database is out of reach.
public interface GrantRecords {

  /// @param historyMax how many entries of the history at most, the latest
  Optional<Story> find(GrantId id, int historyMax);

  /// Whose grant it is; empty when it is unknown. Reads nothing else of it.
  Optional<ClientName> client(GrantId id);

  /// Which version a grant is at; empty when it is unknown.
  OptionalLong version(GrantId id);

  /// What happened after a version, in order.
  List<Entry> historyAfter(GrantId id, long version, int max);

  /// Newest first. Looks at a bounded number of grants, however few of them are wanted, so a page
  /// may hold less than was asked for, or nothing, and still have a next one.
  Page list(Query query);

  /// @param history up to the grant's version, in order
  record Story(Grant grant, List<Entry> history) {

    public Story {
      history = List.copyOf(history);
    }
  }

  /// A committed change. States have the names of the state machine, which are finer than those to
  /// the outside.
  ///
  /// @param version of the grant after it
  /// @param from null where the grant was accepted
  record Entry(long version, @Nullable String from, String to, String cause, Instant at) {

    /// Whether nothing follows.
    public boolean isLast() {
      return switch (to) {
        case "REJECTED", "EXPIRED", "FAILED", "REVOKED" -> true;
        case String _ -> false;
      };
    }
  }

  /// Which grants are wanted; null means any.
  ///
  /// @param server the host, with its port if it has one, or the whole URI of the grant endpoint
  /// @param subject one of the subject identifiers that were asked for
  /// @param from accepted then or later
  /// @param to accepted before then
  /// @param after where the page before ended
  /// @param max how many at most
  record Query(
      @Nullable Status state,
      @Nullable String client,
      @Nullable String server,
      @Nullable String walletAddress,
      @Nullable String subject,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Place after,
      int max) {

    /// The same of one client instance only.
    public Query of(String name) {
      return new Query(state, name, server, walletAddress, subject, from, to, after, max);
    }
  }

  /// A grant's place in the order of acceptance.
  record Place(Instant acceptedAt, long number) {}

  /// @param next null when there are no others
  record Page(List<Grant> grants, @Nullable Place next) {

    public Page {
      grants = List.copyOf(grants);
    }
  }
}
