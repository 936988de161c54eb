package dev.grantflow.soak;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.audit.Auditor;
import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Quiet;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.ServicesUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `./mvnw -Psoak`: two replicas under load and chaos, then an audit of what became of it all.
public final class Soak {

  /// Of a task that was begun before the end.
  private static final Duration LAST_TASKS = Duration.ofSeconds(40);

  private final Options options;
  private final Plan plan;
  private final Path jar;
  private final Path folder;

  private Soak(Options options, Path jar, Path folder) {
    this.options = options;
    this.plan = Plan.of(options);
    this.jar = jar;
    this.folder = folder;
  }

  /// Ends with 0 only when no invariant is violated.
  static void main() {
    var properties = System.getProperties();
    try {
      var options = Options.of(properties::getProperty);
      var basedir = Path.of(properties.getProperty("grantflow.basedir", ""));
      var jar = Path.of(properties.getProperty("grantflow.jar", "target/grantflow.jar"));
      var verdict = run(options, jar, basedir.resolve("target").resolve("soak"));
      System.exit(verdict.isClean() ? 0 : 1);
    } catch (IllegalArgumentException | ServicesUnavailable unfit) {
      System.out.println("The soak cannot start: " + unfit.getMessage());
      System.exit(2);
    } catch (IOException | InterruptedException | RuntimeException failure) {
      failure.printStackTrace(System.out);
      System.exit(3);
    }
  }

  /// @param jar of the packaged service
  /// @param folder for the logs of the replicas
  static Verdict run(Options options, Path jar, Path folder)
      throws IOException, InterruptedException {
    System.out.printf(
        "Soak with seed %d: %d grants in %s. The same again: %s%n",
        options.seed(), options.grants(), options.duration(), options.command());
    var verdict = new Soak(options, jar, Files.createDirectories(folder)).run();
    verdict.lines().forEach(System.out::println);
    if (!verdict.isClean()) {
      System.out.printf(
          "Red with seed %d. The same again: %s%nThe replicas' logs are in %s.%n",
          options.seed(), options.command(), folder);
    }
    return verdict;
  }

  private Verdict run() throws IOException, InterruptedException {
    var topics = Topics.fresh();
    try (var services = LocalServices.durable(System.out::println);
        var servers = new Servers();
        var tasks = new Tasks()) {
      var database = services.newDatabase();
      try (var replicas =
              Replicas.start(jar, folder, services, database, topics, servers);
          var browser = new Browser(replicas);
          var commands = new Commands(services.bootstrapServers(), topics.commands())) {
        var chronicle = new Chronicle();
        var sent = new SentCommands();
        var chaos = new Chaos(replicas, servers, services, chronicle);
        var owners = new ResourceOwners(browser, tasks);
        var director = new Director(plan, servers, commands, sent, owners, chronicle, tasks);
        var mistakes = new Mistakes(plan, servers, topics, commands, sent, chronicle, tasks);
        chronicle.say(
            "load until %s, the first %s undisturbed; %d blows"
                .formatted(plan.load(), plan.quiet(), plan.blows().size()));
        chaos.announce();
        try (var _ = new EventTail(services.bootstrapServers(), topics.events(), director::hear)) {
          tasks.start(mistakes::perform);
          tasks.start(() -> chaos.perform(plan.blows(), tasks));
          director.perform();
          chronicle.say(
              "the last request is on its way; %d grants are decided"
                  .formatted(director.decided()));
          var unfinished = tasks.end(LAST_TASKS);
          var rest = new Rest(database, services.bootstrapServers(), topics.commands());
          var unrest = rest.await(plan.end().minus(chronicle.elapsed()));
          chronicle.say(
              "at rest after %d blows and %d commands; the audit begins"
                  .formatted(chaos.struck(), sent.all().size()));
          var log =
              EventLog.read(services.bootstrapServers(), topics.events(), topics.deadLetters());
          var quiet =
              new Quiet(
                  List.of(
                      new Quiet.Period(
                          chronicle.instant(Duration.ofMinutes(-1)),
                          chronicle.instant(plan.blows().getFirst().at().minusSeconds(1)))),
                  Duration.ZERO);
          var books = servers.all().stream().map(SandboxAuthorizationServer::books).toList();
          var report = new Auditor(database, log, books, sent, quiet).audit();
          return new Verdict(report, unfinished, unrest, replicas.faults());
        }
      }
    }
  }
}
