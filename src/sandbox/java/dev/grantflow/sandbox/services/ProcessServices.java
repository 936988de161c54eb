package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// MySQL and Kafka as child processes, started side by side, with data that is thrown away.
record ProcessServices(Scratch scratch, MySqlServer mysql, KafkaBroker kafka)
    implements RunningServices {

  private static final String KAFKA = "kafka";

  static ProcessServices start(
      Settings settings, Versions versions, Durability durability, Consumer<String> progress)
      throws IOException {
    Path parent = scratchFolder();
    Scratch.sweep(parent);
    Scratch scratch = Scratch.make(parent);
    UserCache cache = new UserCache(settings.cache(), progress);
    Future<MySqlServer> mysql;
    Future<KafkaBroker> kafka;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      mysql =
          threads.submit(
              () ->
                  MySqlServer.start(
                      MySqlInstallation.prepare(settings, versions, cache, progress),
                      Files.createDirectory(scratch.folder().resolve("mysql")),
                      durability));
      kafka =
          threads.submit(
              () ->
                  KafkaBroker.start(
                      Files.createDirectory(scratch.folder().resolve(KAFKA)), durability));
    }
    try {
      return new ProcessServices(scratch, Outcomes.of(mysql), Outcomes.of(kafka));
    } catch (ServicesUnavailable e) {
      if (mysql.state() == Future.State.SUCCESS) {
        mysql.resultNow().close();
      }
      if (kafka.state() == Future.State.SUCCESS) {
        kafka.resultNow().close();
      }
      scratch.close();
      throw e;
    }
  }

  static Path scratchFolder() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "grantflow-" + user());
  }

  private static String user() {
    return System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
  }

  @Override
  public Addresses addresses() {
    return new Addresses(mysql.url(), MySqlServer.USER, mysql.password(), kafka.bootstrapServers());
  }

  @Override
  public Optional<RestartableServer> restartableMySql() {
    return Optional.of(mysql.server());
  }

  @Override
  public Optional<RestartableServer> restartableKafka() {
    return Optional.of(kafka.server());
  }

  @Override
  public Optional<Path> kafkaFolder() {
    return Optional.of(scratch.folder().resolve(KAFKA));
  }

  @Override
  public void close() {
    mysql.close();
    kafka.close();
    scratch.close();
  }
}
