package dev.grantflow.acceptance;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What a process of the artifact has learnt of its classes (JEP 483), so that those after it start
/// in less than half the time. Made by the first that is asked for, kept beside the artifact, and
/// made anew when that is. Safe for use by several threads.
final class StartCache {

  /// The JVM takes what was learnt only where it is started like the one that learnt it.
  private static final List<String> ALIKE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private StartCache() {}

  /// Of `java`, for all processes of the artifact. Its class path begins with the artifact, or
  /// nothing of what was learnt is used.
  static List<String> options() {
    return Made.OPTIONS;
  }

  private static List<String> with(String option) {
    return Stream.concat(ALIKE.stream(), Stream.of(option)).toList();
  }

  private static List<String> made() {
    var folder = PackagedService.JAR.resolveSibling("start-cache");
    var cache = folder.resolve("grantflow.aot");
    try {
      Files.createDirectories(folder);
      if (!isOfTheArtifact(cache)) {
        learn(folder, cache);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a start was learnt", e);
    }
    if (!Files.exists(cache)) {
      System.out.println(
          "This JVM has kept nothing of a start, see " + folder + "; starts are slow");
      return ALIKE;
    }
    return with("-XX:AOTCache=" + cache);
  }

  private static boolean isOfTheArtifact(Path cache) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache)
                .compareTo(Files.getLastModifiedTime(PackagedService.JAR))
            > 0;
  }

  /// Serves a grant and is ended in order, which is when the JVM writes what it has learnt.
  private static void learn(Path folder, Path cache) throws IOException, InterruptedException {
    var services = LocalServices.shared();
    var topics = Topics.fresh();
    var learnt = folder.resolve("learnt-by-%d.aot".formatted(ProcessHandle.current().pid()));
    try (var server =
        SandboxAuthorizationServer.start(Settings.usual().withMinWait(Duration.ofSeconds(1)))) {
      var service = new PackagedService(services, services.newDatabase(), topics, server, folder);
      var process =
          service
              .prepare(
                  Platform.freePort(),
                  Platform.freePort(),
                  folder.resolve("learning.log"),
                  PackagedService.arguments(with("-XX:AOTCacheOutput=" + learnt)))
              .start();
      try (var commands = new Commands(services.bootstrapServers(), topics.commands());
          var events = new EventTail(services.bootstrapServers(), topics.events(), _ -> {})) {
        var journey = Journey.APPROVED;
        new Traveller(journey, server, commands, new SentCommands(), events).travel(journey.told());
        process.destroy();
        if (process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS) && Files.exists(learnt)) {
          Files.move(learnt, cache, StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /// Whoever comes while it is made waits for it.
  private static final class Made {

    static final List<String> OPTIONS = made();

    private Made() {}
  }
}
