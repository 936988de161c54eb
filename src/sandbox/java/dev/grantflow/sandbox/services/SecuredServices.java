package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// A real MySQL and a real Kafka broker that take TLS only, as child processes: MySQL refuses plain
/// connections, Kafka wants SCRAM-SHA-512 beside. Their certificates are for `localhost` and not
/// for `127.0.0.1`, at which they listen as well. They end with this JVM however it ends. Safe for
/// use by several threads.
public final class SecuredServices implements AutoCloseable {

  /// Who may log in to Kafka.
  public static final String KAFKA_USER = "grantflow";

  private static final FutureTask<SecuredServices> SHARED =
      new FutureTask<>(
          () -> {
            SecuredServices services = start(System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(services::close));
            return services;
          });

  private final Scratch scratch;
  private final Authority authority;
  private final Authority stranger;
  private final String kafkaPassword;
  private final MySqlServer mysql;
  private final KafkaBroker kafka;
  private final Schemas schemas;

  private SecuredServices(
      Scratch scratch,
      Authority authority,
      Authority stranger,
      String kafkaPassword,
      MySqlServer mysql,
      KafkaBroker kafka) {
    this.scratch = scratch;
    this.authority = authority;
    this.stranger = stranger;
    this.kafkaPassword = kafkaPassword;
    this.mysql = mysql;
    this.kafka = kafka;
    this.schemas =
        new Schemas(
            new Addresses(mysql.url(), MySqlServer.USER, mysql.password(), bootstrapServers()));
  }

  /// One for all tests of a JVM, ended with it: do not close it. Fails with [ServicesUnavailable],
  /// also later calls.
  public static SecuredServices shared() {
    SHARED.run();
    return Outcomes.of(SHARED);
  }

  /// Why they are not to be had here, for tests to be skipped by; empty where they are.
  public static Optional<String> obstacle() {
    LocalServices services = LocalServices.shared();
    return services.areProcesses()
        ? Optional.empty()
        : Optional.of("TLS is tested with child processes, and here are " + services.choice());
  }

  private static SecuredServices start(Consumer<String> progress) throws Exception {
    Settings settings = Settings.ofThisJvm();
    UserCache cache = new UserCache(settings.cache(), progress);
    Path parent = ProcessServices.scratchFolder();
    Scratch.sweep(parent);
    Scratch scratch = Scratch.make(parent);
    try {
      Authority authority = authority(scratch, "authority");
      Authority stranger = authority(scratch, "stranger");
      var certificate = authority.issue("localhost");
      String password = UUID.randomUUID().toString();
      MySqlServer mysql =
          MySqlServer.startSecured(
              MySqlInstallation.prepare(settings, Versions.ofTheBuild(), cache, progress),
              Files.createDirectory(scratch.folder().resolve("mysql")),
              authority,
              certificate);
      try {
        KafkaBroker kafka =
            KafkaBroker.start(
                Files.createDirectory(scratch.folder().resolve("kafka")),
                KafkaListener.secured(authority, certificate, KAFKA_USER, password));
        return new SecuredServices(scratch, authority, stranger, password, mysql, kafka);
      } catch (IOException | RuntimeException | InterruptedException e) {
        mysql.close();
        throw e;
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      scratch.close();
      throw e;
    }
  }

  private static Authority authority(Scratch scratch, String name) throws IOException {
    return Authority.make(Files.createDirectory(scratch.folder().resolve(name)), name);
  }

  /// Whom the services' certificates are from.
  public Authority authority() {
    return authority;
  }

  /// Another, whom they are not from.
  public Authority stranger() {
    return stranger;
  }

  /// A schema of its own at each call, with a user that sees nothing else, and with all that a
  /// client needs to trust the server.
  public Database newDatabase() {
    return schemas.make();
  }

  /// At `localhost`.
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public String kafkaPassword() {
    return kafkaPassword;
  }

  /// What a client of Kafka needs beside the addresses, [#KAFKA_USER] logged in.
  public Map<String, Object> kafkaClient() {
    return kafka.listener().client();
  }

  /// Ends the services; may be repeated.
  @Override
  public void close() {
    mysql.close();
    kafka.close();
    scratch.close();
  }
}
