package dev.grantflow.bench;

import dev.grantflow.sandbox.services.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// The service at work: a schema, topics, one replica or more, and whoever asks them for grants.
final class Rig implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /// Of Kafka 4.
  static final Duration DEFAULT_LINGER = Duration.ofMillis(5);

  private final Bed bed;
  private final Database database;
  private final String topics;
  private final List<Replica> replicas = new ArrayList<>();
  private final Events events;
  private final GrantRequests requests;
  private final MySql mysql;

  /// @param first ready
  Rig(Bed bed, Database database, String topics, Replica first) {
    this.bed = bed;
    this.database = database;
    this.topics = topics;
    this.replicas.add(first);
    this.events = new Events(bed.bootstrapServers(), topics + ".events");
    this.requests = requests(Duration.ZERO);
    this.mysql = new MySql(database);
  }

  void addReplica(Map<String, String> more) throws IOException {
    replicas.add(bed.replica(database, topics, more));
  }

  Replica first() {
    return replicas.getFirst();
  }

  Database database() {
    return database;
  }

  String topics() {
    return topics;
  }

  MySql mysql() {
    return mysql;
  }

  GrantRequests requests() {
    return requests;
  }

  /// Of somebody who has many, and publishes as Kafka's clients do by default.
  GrantRequests patientRequests() {
    return requests(DEFAULT_LINGER);
  }

  private GrantRequests requests(Duration linger) {
    return new GrantRequests(bed.bootstrapServers(), topics + ".commands", linger);
  }

  static Arrivals phase(int grants) {
    return Arrivals.of("bench-" + UUID.randomUUID().toString().substring(0, 8), grants);
  }

  static Arrivals phase(int grants, Arrivals.Waiting waiting) {
    return Arrivals.of("bench-" + UUID.randomUUID().toString().substring(0, 8), grants, waiting);
  }

  /// Publishes all commands as fast as the broker takes them and waits for all ends.
  ///
  /// @param ask publishes one grant's command
  Spent flood(Arrivals arrivals, IntConsumer ask) throws InterruptedException {
    var before = snapshot();
    events.tell(arrivals);
    for (var grant = 0; grant < arrivals.grants(); grant++) {
      arrivals.asked(grant, System.nanoTime());
      ask.accept(grant);
    }
    await(arrivals);
    return Spent.between(before, snapshot(), arrivals.grants(), arrivals.seconds());
  }

  Spent flood(int grants) throws InterruptedException {
    var arrivals = phase(grants);
    return flood(arrivals, grant -> requests.toReceive(arrivals.id(grant), bed.stub()));
  }

  /// Publishes at a constant rate, whatever becomes of it, and waits for all ends.
  ///
  /// @param rate grants a second
  Spent flow(Arrivals arrivals, double rate, IntConsumer ask) throws InterruptedException {
    var before = snapshot();
    events.tell(arrivals);
    var begin = System.nanoTime();
    for (var grant = 0; grant < arrivals.grants(); grant++) {
      var turn = begin + (long) (grant * 1e9 / rate);
      for (var early = turn - System.nanoTime(); early > 0; early = turn - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      arrivals.asked(grant, turn);
      ask.accept(grant);
    }
    await(arrivals);
    return Spent.between(before, snapshot(), arrivals.grants(), arrivals.seconds());
  }

  private void await(Arrivals arrivals) throws InterruptedException {
    try {
      arrivals.await(PATIENCE);
    } finally {
      events.forget(arrivals);
    }
  }

  private Spent.Snapshot snapshot() {
    var usages = new HashMap<String, Usage>();
    bed.neighbours().forEach((name, process) -> usages.put(name, Usage.of(process)));
    for (var i = 0; i < replicas.size(); i++) {
      usages.put(
          i == 0 ? "service" : "service " + (i + 1),
          Usage.of(replicas.get(i).process().toHandle()));
    }
    return new Spent.Snapshot(usages, mysql.read());
  }

  @Override
  public void close() {
    requests.close();
    events.close();
    mysql.close();
    replicas.forEach(Replica::close);
  }
}
