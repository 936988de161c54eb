package dev.grantflow.metrics;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A metric of the service's own. `docs/metrics.md` is made of these.
enum Metric {
  CALLBACKS(
      Kind.COUNTER,
      "Finish callbacks, by outcome: settled, other_browser, wrong_hash, unknown",
      "outcome"),
  CALLERS_REFUSED(Kind.COUNTER, "Calls that were refused for who made them, by reason", "reason"),
  CLAIMS(
      Kind.COUNTER,
      "Grants claimed because a step was due (due) or because a call was never settled and its"
          + " lease ran out (taken_over); attempts to claim that the database failed (failed)",
      "outcome"),
  CLIENT_KEY_FAILURES(
      Kind.COUNTER,
      "Calls that an authorization server refused for the client instance's key",
      "client",
      "server"),
  CLIENT_KEY_FILE_FAULTY(
      Kind.GAUGE,
      "1 where the key's file cannot be read any more, and the key is used as it was",
      "client",
      "key"),
  CLIENT_KEY_IN_USE(Kind.GAUGE, "1 where the client instance signs with the key", "client", "key"),
  CLIENT_KEYS_REFUSED(
      Kind.GAUGE, "Pairs of a client instance and a server that refuses the key it signs with"),
  COMMANDS(
      Kind.COUNTER,
      "Commands, by type (unknown where it could not be read) and outcome: accepted, unchanged (the"
          + " same was accepted before), invalid, taken (another request has the id), unknown (no"
          + " such grant), state (the grant's state does not allow it)",
      "outcome",
      "type"),
  DEAD_LETTERS(Kind.COUNTER, "Refused commands that were written as dead letters"),
  DUE_LAG(
      Kind.SECONDS,
      "How long the oldest due step has waited to be claimed; 0 when none does, NaN while the"
          + " database is away"),
  EGRESS_CALLS_HELD_BACK(
      Kind.COUNTER,
      "Calls not made because of the limits per server, by reason: busy, unavailable (the circuit"
          + " is open)",
      "reason"),
  EGRESS_CALLS_IN_FLIGHT(
      Kind.GAUGE, "Calls to wallet addresses and authorization servers in flight"),
  EGRESS_CIRCUITS(
      Kind.GAUGE,
      "Servers called lately, by the state of their circuit: closed, half_open, open",
      "state"),
  ENCRYPTION_KEYSET_FAULTY(
      Kind.GAUGE, "1 while the keyset file was not taken, or lacks a key that is in use"),
  ENCRYPTION_ROWS_OLD(
      Kind.GAUGE,
      "Rows under other keys than the one that encrypts, counted no further than 1000 for each key"
          + " and table; NaN while the database is away"),
  GRANT_CHANGES(
      Kind.COUNTER,
      "Committed changes of grants, by the state before and after; equal where it shows nothing"
          + " outside",
      "from",
      "to"),
  GRANT_DECIDED(
      Kind.TIMER,
      "From a request's acceptance to its first decision, by outcome: finalized, rejected, expired,"
          + " failed. Without grants that were revoked before, or that failed by way of REVOKING",
      "outcome"),
  GRANT_FAULTS(Kind.COUNTER, "Steps that failed by a fault of the service itself"),
  GRANT_PENDING(
      Kind.TIMER, "From a request's acceptance to where the resource owner is waited for"),
  GRANTS(
      Kind.GAUGE,
      "Grants by state, counted 50000 of each in 15 s: a state of a million is 5 minutes old. NaN"
          + " until it is counted and while the database is away",
      "state"),
  GRANTS_SET_ASIDE(
      Kind.GAUGE,
      "Grants that wait for an operator, counted no further than 1000; NaN while the database is"
          + " away"),
  HTTP_REFUSED(
      Kind.COUNTER,
      "Calls of browsers and servers that were one too many, by limit: id, source",
      "limit"),
  ISSUER_KEYS_AGE(
      Kind.SECONDS, "How long ago the issuer's keys were last read; NaN where they never were"),
  OUTBOX_MESSAGES(
      Kind.GAUGE,
      "Messages that wait to be published, above 1000 an estimate; NaN while the database is away"),
  OUTBOX_OLDEST_AGE(
      Kind.SECONDS,
      "Age of the message that waits longest; 0 when none does, NaN while the database is away"),
  OUTBOX_SET_ASIDE(
      Kind.GAUGE,
      "Messages that Kafka never takes and that wait for an operator; NaN while the database is"
          + " away"),
  PAUSED(
      Kind.GAUGE,
      "1 for each client instance and authorization server that is paused, as this replica knows"
          + " it",
      "kind",
      "name"),
  RECIPIENT_KEYS_AGE(
      Kind.SECONDS,
      "How long ago the keys that tokens are encrypted to could last be read; NaN where they never"
          + " could",
      "client"),
  RELAY_ACTIVE(Kind.GAUGE, "1 when this replica was the one to publish when it last tried"),
  RELAY_FAILURES(Kind.COUNTER, "Attempts of this replica to publish that failed"),
  RELAY_LAST_PUBLISHED_AGE(
      Kind.SECONDS, "Since this replica last published; NaN where it never did"),
  RELAY_PUBLISHED(Kind.COUNTER, "Messages that left the outbox through this replica"),
  RETENTION_PURGED(
      Kind.COUNTER, "Rows of the database that were removed, their period being over", "what"),
  RETRIES(
      Kind.COUNTER,
      "Steps that brought nothing and are made again, by step: request, continue, poll, rotate,"
          + " revoke_token, cancel, renew",
      "step"),
  STARTS(
      Kind.COUNTER,
      "Browsers that came to begin an interaction, by outcome: forwarded, over, unknown",
      "outcome"),
  STEP(
      Kind.TIMER,
      "Steps of grants with their call, by step (as grantflow_retries_total has them), by outcome:"
          + " interaction_required, pending, issued, rotated, gone, denied, refused, unusable,"
          + " not_now (the server's word), not_sent (a limit, a pause or a server out of reach),"
          + " unknown (no readable answer), fault; and by the server's host, of which 100 are told"
          + " apart and further ones are other",
      "outcome",
      "server",
      "step"),
  TOKEN_READS(Kind.COUNTER, "Tokens that were handed out by reference", "client");

  private static final String PREFIX = "grantflow.";
  private static final String SPACE = " ";

  private static final Map<String, Metric> BY_KEY =
      Stream.of(values()).collect(toUnmodifiableMap(Metric::key, it -> it));

  private final Kind kind;
  private final String help;

  /// One after the other: an enum holds nothing that could change.
  private final String labels;

  /// @param labels in the order of the alphabet
  Metric(Kind kind, String help, String... labels) {
    this.kind = kind;
    this.help = help;
    this.labels = String.join(SPACE, labels);
  }

  /// How a metric is exported.
  enum Kind {
    COUNTER("counter", "_total"),
    GAUGE("gauge", ""),
    /// A gauge of a time.
    SECONDS("gauge", "_seconds"),
    TIMER("histogram", "_seconds");

    private final String type;
    private final String suffix;

    Kind(String type, String suffix) {
      this.type = type;
      this.suffix = suffix;
    }
  }

  /// Empty for those of libraries.
  static Optional<Metric> of(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /// As it is registered.
  String key() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /// As Prometheus reads it.
  String exported() {
    return key().replace('.', '_') + kind.suffix;
  }

  String type() {
    return kind.type;
  }

  List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(SPACE, -1));
  }

  String help() {
    return help;
  }
}
