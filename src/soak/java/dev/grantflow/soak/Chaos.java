package dev.grantflow.soak;

import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.RestartableServer;
import dev.grantflow.sandbox.services.ServicesUnavailable;
import dev.grantflow.sandbox.services.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Breaks things when the plan says so, and mends them.
final class Chaos {

  private static final int ATTEMPTS = 3;

  private final Replicas replicas;
  private final Servers servers;
  private final Optional<RestartableServer> mysql;
  private final Optional<RestartableServer> kafka;
  private final Chronicle chronicle;
  private final Count<Harm> struck = new Count<>();
  private final Semaphore mysqlIsFree = new Semaphore(1);
  private final Semaphore kafkaIsFree = new Semaphore(1);

  Chaos(Replicas replicas, Servers servers, LocalServices services, Chronicle chronicle) {
    this.replicas = replicas;
    this.servers = servers;
    this.mysql = services.mysql();
    this.kafka = services.kafka();
    this.chronicle = chronicle;
  }

  /// Says what it cannot do here.
  void announce() {
    if (mysql.isEmpty() || kafka.isEmpty()) {
      chronicle.say(
          "MySQL and Kafka run elsewhere and are not restarted; -Dgrantflow.services=processes lets"
              + " that be done too");
    }
  }

  boolean isImpossible(Harm harm) {
    return switch (harm) {
      case KILL_MYSQL, STOP_MYSQL -> mysql.isEmpty();
      case KILL_KAFKA, STOP_KAFKA -> kafka.isEmpty();
      case KILL_REPLICA, STOP_REPLICA, KILL_BOTH_REPLICAS -> false;
      case CUT_DATABASE, SILENCE_DATABASE, CUT_SERVERS, SILENCE_SERVERS -> false;
    };
  }

  /// What was broken and mended.
  Count<Harm> struck() {
    return struck;
  }

  /// Begins everything at its time; the tasks end when all is mended.
  void perform(List<Blow> blows, Tasks tasks) throws InterruptedException {
    for (var blow : blows) {
      chronicle.await(blow.at());
      tasks.start(() -> strike(blow));
    }
  }

  private void strike(Blow blow) throws InterruptedException, IOException {
    var replica = replicas.get(blow.victim());
    var databaseLink = replicas.databaseLinks().get(blow.victim());
    switch (blow.harm()) {
      case KILL_REPLICA -> killReplicas(List.of(replica), blow.lasts());
      case STOP_REPLICA -> stopReplica(replica, blow.lasts());
      case KILL_BOTH_REPLICAS -> killReplicas(replicas.all(), blow.lasts());
      case KILL_MYSQL -> restart("MySQL", mysql, mysqlIsFree, true, blow.lasts());
      case STOP_MYSQL -> restart("MySQL", mysql, mysqlIsFree, false, blow.lasts());
      case KILL_KAFKA -> restart("Kafka", kafka, kafkaIsFree, true, blow.lasts());
      case STOP_KAFKA -> restart("Kafka", kafka, kafkaIsFree, false, blow.lasts());
      case CUT_DATABASE -> cut("%s to MySQL".formatted(replica), List.of(databaseLink));
      case CUT_SERVERS -> cut("to the authorization servers", servers.links());
      case SILENCE_DATABASE ->
          silence("%s and MySQL".formatted(replica), List.of(databaseLink), blow.lasts());
      case SILENCE_SERVERS ->
          silence("the replicas and the authorization servers", servers.links(), blow.lasts());
    }
    if (!isImpossible(blow.harm())) {
      struck.add(blow.harm());
    }
  }

  private void killReplicas(List<Replica> victims, Duration lasts)
      throws InterruptedException, IOException {
    chronicle.say("kill -9 of %s".formatted(victims));
    for (var victim : victims) {
      victim.kill();
    }
    Chronicle.pause(lasts);
    for (var victim : victims) {
      victim.start();
    }
  }

  private void stopReplica(Replica victim, Duration lasts)
      throws InterruptedException, IOException {
    chronicle.say("orderly stop of %s".formatted(victim));
    victim.stop();
    Chronicle.pause(lasts);
    victim.start();
  }

  private void restart(
      String name, Optional<RestartableServer> server, Semaphore free, boolean kill, Duration lasts)
      throws InterruptedException {
    if (server.isEmpty()) {
      return;
    }
    free.acquire();
    try {
      chronicle.say("%s of %s".formatted(kill ? "kill -9" : "orderly stop", name));
      if (kill) {
        server.get().kill();
      } else {
        server.get().stop();
      }
      Chronicle.pause(lasts);
      start(name, server.get());
    } finally {
      free.release();
    }
  }

  /// A busy machine may need more than one attempt.
  private void start(String name, RestartableServer server) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        server.start();
        chronicle.say("%s is back".formatted(name));
        return;
      } catch (ServicesUnavailable tooSlow) {
        if (attempt == ATTEMPTS) {
          throw tooSlow;
        }
        chronicle.say("%s did not come back in time and is started once more".formatted(name));
      }
    }
  }

  private void cut(String between, List<TcpProxy> links) {
    chronicle.say("connections cut: %s".formatted(between));
    links.forEach(TcpProxy::cutConnections);
  }

  private void silence(String between, List<TcpProxy> links, Duration lasts)
      throws InterruptedException {
    chronicle.say("silence between %s for %d ms".formatted(between, lasts.toMillis()));
    links.forEach(TcpProxy::blackhole);
    try {
      Chronicle.pause(lasts);
    } finally {
      links.forEach(TcpProxy::restore);
    }
  }
}
