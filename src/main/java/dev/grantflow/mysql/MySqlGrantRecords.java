package dev.grantflow.mysql;

import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the tables `grants` and `grant_history`.
@Singleton
class MySqlGrantRecords implements GrantRecords {

  /// How many grants a page looks at, at most: some tens of milliseconds when none is wanted.
  static final int SCAN_MAX = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(MySqlGrantRecords.class);

  private final GrantRows grants;
  private final HistoryRows history;
  private final GrantList list;
  private final GrantRowMapping mapping;

  MySqlGrantRecords(
      GrantRows grants, HistoryRows history, GrantList list, GrantRowMapping mapping) {
    this.grants = grants;
    this.history = history;
    this.list = list;
    this.mapping = mapping;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Story> find(GrantId id, int historyMax) {
    return grants.findByGrantId(id.value()).map(mapping::toGrant).map(it -> story(it, historyMax));
  }

  /// The history may have gone on since the grant was read.
  private Story story(Grant grant, int historyMax) {
    var latest = history.findLatest(grant.id().value(), grant.version(), historyMax);
    return new Story(grant, latest.reversed().stream().map(MySqlGrantRecords::entry).toList());
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ClientName> client(GrantId id) {
    return grants.findClient(id.value()).map(ClientName::new);
  }

  @Override
  @Transactional(readOnly = true)
  public OptionalLong version(GrantId id) {
    return grants.findVersion(id.value()).stream().mapToLong(it -> it).findFirst();
  }

  @Override
  @Transactional(readOnly = true)
  public List<Entry> historyAfter(GrantId id, long version, int max) {
    return history.findAfter(id.value(), version, max).stream()
        .map(MySqlGrantRecords::entry)
        .toList();
  }

  @Override
  @Transactional(readOnly = true)
  public Page list(Query query) {
    var end = list.end(query, SCAN_MAX);
    var rows = list.rows(query, end.orElse(null));
    var next = rows.size() == query.max() ? place(rows.getLast()) : end.orElse(null);
    var found = rows.stream().flatMap(this::readable).filter(it -> isWanted(it, query)).toList();
    return new Page(found, next);
  }

  /// One that this replica cannot read hides no other: it was damaged in the database, a newer
  /// release wrote it, or it is encrypted under a key that is not here yet. The database is not
  /// asked here, so whatever is thrown is the row's; the message may quote it.
  private Stream<Grant> readable(GrantRow row) {
    try {
      return Stream.of(mapping.toGrant(row));
    } catch (RuntimeException unreadable) {
      LOG.atError()
          .addKeyValue(LogKeys.GRANT_ID, row.grantId())
          .addKeyValue(LogKeys.FAULT, unreadable.getClass().getName())
          .log("a grant cannot be read and is left out of a list");
      return Stream.empty();
    }
  }

  /// One name in the column stands for two states to the outside.
  private static boolean isWanted(Grant grant, Query query) {
    return query.state() == null || grant.state().status() == query.state();
  }

  private static Place place(GrantRow row) {
    Long number = row.number();
    if (number == null) {
      throw new IllegalStateException("a stored grant has a number");
    }
    return new Place(row.acceptedAt(), number);
  }

  private static Entry entry(HistoryRow row) {
    return new Entry(row.version(), row.fromState(), row.toState(), row.cause(), row.at());
  }
}
