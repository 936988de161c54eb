package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// A real MySQL and a real Kafka broker on this machine, from Docker, from child processes or from
/// given addresses, as the property `grantflow.services` says or as is possible. They end with this
/// JVM however it ends. Safe for use by several threads.
public final class LocalServices implements AutoCloseable {

  private static final FutureTask<LocalServices> SHARED =
      new FutureTask<>(
          () -> {
            LocalServices services = start(System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(services::close));
            return services;
          });

  private final Choice choice;
  private final RunningServices running;
  private final Schemas schemas;

  private LocalServices(Choice choice, RunningServices running) {
    this.choice = choice;
    this.running = running;
    this.schemas = new Schemas(running.addresses());
  }

  /// One for all tests of a JVM, ended with it: do not close it. A failed start is not repeated.
  public static LocalServices shared() {
    SHARED.run();
    return Outcomes.of(SHARED);
  }

  /// Chooses, starts and waits until both services answer; fails with [ServicesUnavailable].
  ///
  /// @param progress hears in short lines what is chosen and what takes time; called by several
  ///   threads
  public static LocalServices start(Consumer<String> progress) {
    return start(Settings.ofThisJvm(), progress);
  }

  /// As [#start], but what MySQL has committed and Kafka has acknowledged survives the end of their
  /// processes, for tests that end them; see [#mysql] and [#kafka].
  public static LocalServices durable(Consumer<String> progress) {
    return start(Settings.ofThisJvm(), Durability.DURABLE, progress);
  }

  /// As [#durable], with MySQL's settings of production, for benchmarks.
  public static LocalServices asInProduction(Consumer<String> progress) {
    return start(Settings.ofThisJvm(), Durability.PRODUCTION, progress);
  }

  /// What MySQL is told by [#asInProduction], as options of its command line.
  public static List<String> productionOptions() {
    return Durability.PRODUCTION.mysqlOptions();
  }

  static LocalServices start(Settings settings, Consumer<String> progress) {
    return start(settings, Durability.NONE, progress);
  }

  private static LocalServices start(
      Settings settings, Durability durability, Consumer<String> progress) {
    long begin = System.nanoTime();
    try {
      Versions versions = Versions.ofTheBuild();
      DockerImages images = new DockerImages(versions);
      Choice choice =
          Choice.of(
              settings, () -> DockerDaemon.ask(DockerAddresses.likely(), images.names(), progress));
      progress.accept("MySQL and Kafka: " + choice);
      RunningServices running =
          switch (choice) {
            case Choice.Given(Addresses addresses, _) -> new GivenServices(addresses);
            case Choice.Containers _ -> DockerServices.start(images);
            case Choice.Processes _ ->
                ProcessServices.start(settings, versions, durability, progress);
          };
      progress.accept(
          "MySQL and Kafka are ready after %.1f s: %s"
              .formatted((System.nanoTime() - begin) / 1e9, running.addresses()));
      return new LocalServices(choice, running);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Which MySQL and which Kafka, as far as this build decides.
  public static String versions() throws IOException {
    Versions versions = Versions.ofTheBuild();
    return "MySQL %s, Kafka %s".formatted(versions.mysql(), versions.kafka());
  }

  /// Where the services come from and why, as it was printed.
  public String choice() {
    return choice.toString();
  }

  /// Whether they are child processes of this JVM.
  boolean areProcesses() {
    return switch (choice) {
      case Choice.Processes _ -> true;
      case Choice.Given _, Choice.Containers _ -> false;
    };
  }

  /// A schema of its own at each call, with a user that sees nothing else.
  public Database newDatabase() {
    return schemas.make();
  }

  /// Kafka's addresses, for the client setting of that name. Topics are not made by use.
  public String bootstrapServers() {
    return running.addresses().bootstrapServers();
  }

  /// Returns when MySQL has written to its files what it held in memory, for who reads those.
  public void flushMySql() {
    schemas.flush();
  }

  /// Gives MySQL as much memory and log as a table of a million rows needs: with the little that it
  /// starts with, most of its time would go into writing pages and reading them again.
  public void makeRoomInMySql() {
    switch (choice) {
      case Choice.Given _ -> {}
      case Choice.Containers _, Choice.Processes _ -> schemas.makeRoom();
    }
  }

  /// To end MySQL and start it again; empty where this JVM cannot do that. Only where the services
  /// were started [#durable] does it keep its data.
  public Optional<RestartableServer> mysql() {
    return running.restartableMySql();
  }

  /// To end Kafka and start it again; empty where this JVM cannot do that.
  public Optional<RestartableServer> kafka() {
    return running.restartableKafka();
  }

  /// Where Kafka keeps its files, for tests that look into them; empty where this JVM cannot.
  public Optional<Path> kafkaFolder() {
    return running.kafkaFolder();
  }

  Addresses addresses() {
    return running.addresses();
  }

  /// Ends the services; may be repeated.
  @Override
  public void close() {
    switch (choice) {
      case Choice.Given _ -> schemas.close();
      case Choice.Containers _, Choice.Processes _ -> running.close();
    }
  }
}
