package dev.grantflow.soak;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.audit.Auditor;
import dev.grantflow.sandbox.audit.EventLog;
import dev.grantflow.sandbox.audit.Quiet;
import dev.grantflow.sandbox.audit.Report;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.authserver.Books;
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

  /// What was published so shortly before a blow may be published again after it.
  private static final Duration BEFORE_A_BLOW = Duration.ofSeconds(1);

  private final Plan plan;
  private final Path jar;
  private final Path folder;

  private Soak(Options options, Path jar, Path folder) {
    this.plan = Plan.of(options);
    this.jar = jar;
    this.folder = folder;
  }

  /// Ends with 0 only when no invariant is violated and enough was done to tell.
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
    Verdict verdict;
    try {
      verdict = new Soak(options, jar, Files.createDirectories(folder)).run();
    } catch (IOException | InterruptedException | RuntimeException failure) {
      tellOfFailure(options, folder);
      throw failure;
    }
    verdict.lines().forEach(System.out::println);
    if (!verdict.isClean()) {
      tellOfFailure(options, folder);
    }
    return verdict;
  }

  private static void tellOfFailure(Options options, Path folder) {
    System.out.printf(
        "Red with seed %d. The same again: %s%nThe replicas' logs are in %s.%n",
        options.seed(), options.command(), folder);
  }

  private Verdict run() throws IOException, InterruptedException {
    var topics = Topics.fresh();
    try (var services = services();
        var servers = new Servers();
        var tasks = new Tasks()) {
      var database = services.newDatabase();
      try (var replicas = Replicas.start(jar, folder, services, database, topics, servers);
          var commands = new Commands(services.bootstrapServers(), topics.commands())) {
        return run(new Stage(services, database, topics, servers, replicas, commands, tasks));
      }
    }
  }

  private static LocalServices services() {
    return LocalServices.durable(System.out::println);
  }

  private Verdict run(Stage stage) throws InterruptedException {
    var chronicle = new Chronicle();
    var sent = new SentCommands();
    var chaos = new Chaos(stage.replicas(), stage.servers(), stage.services(), chronicle);
    var owners = new ResourceOwners(stage.replicas(), stage.tasks());
    play(stage, sent, owners, chaos, chronicle);
    var rest = Rest.on(stage);
    var unrest = rest.await(plan.patience(chronicle.elapsed()));
    var unfinished = stage.tasks().end(LAST_TASKS);
    chronicle.say("at rest after %d commands; the audit begins".formatted(sent.all().size()));
    var log = log(stage);
    var demands = new Demands(plan, log, books(stage), owners.decisions(), chaos.struck());
    return new Verdict(
        audit(stage, log, sent, chronicle),
        demands.all(chaos::isImpossible),
        skipped(chaos),
        unfinished,
        unrest,
        stage.replicas().faults());
  }

  /// Returns when the last request is on its way; reactions to events go on.
  private void play(
      Stage stage, SentCommands sent, ResourceOwners owners, Chaos chaos, Chronicle chronicle)
      throws InterruptedException {
    var tasks = stage.tasks();
    var director = new Director(plan, stage, sent, owners, chronicle);
    var mistakes = new Mistakes(plan, stage, sent, chronicle);
    chronicle.say(
        "load until %s, the first %s undisturbed; %d blows"
            .formatted(plan.load(), plan.quiet(), plan.blows().size()));
    chaos.announce();
    stage.listen(director::hear);
    tasks.start(mistakes::perform);
    tasks.start(() -> chaos.perform(plan.blows(), tasks));
    director.perform();
    chronicle.say(
        "the last request is on its way; %d grants are decided".formatted(director.decided()));
  }

  private List<String> skipped(Chaos chaos) {
    return plan.harms().stream()
        .filter(chaos::isImpossible)
        .map("harm %s: that server is not ours to end"::formatted)
        .toList();
  }

  private static EventLog log(Stage stage) {
    var topics = stage.topics();
    return EventLog.read(
        stage.services().bootstrapServers(), topics.events(), topics.deadLetters());
  }

  private static List<Books> books(Stage stage) {
    return stage.servers().all().stream().map(SandboxAuthorizationServer::books).toList();
  }

  private Report audit(Stage stage, EventLog log, SentCommands sent, Chronicle chronicle) {
    var undisturbed =
        new Quiet.Period(
            chronicle.instant(Duration.ofMinutes(-1)),
            chronicle.instant(plan.blows().getFirst().at().minus(BEFORE_A_BLOW)));
    var quiet = new Quiet(List.of(undisturbed), Duration.ZERO);
    return new Auditor(stage.database(), log, books(stage), sent, quiet).audit();
  }
}
