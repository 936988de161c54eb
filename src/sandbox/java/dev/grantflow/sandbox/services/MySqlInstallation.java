package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A MySQL server in the user's cache that can be started, with an empty data folder to copy.
///
/// @param command the program and what every start of it needs
record MySqlInstallation(List<String> command, Map<String, String> environment, Path template) {

  static MySqlInstallation prepare(
      Settings settings, Versions versions, UserCache cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    String classifier =
        Platform.classifier(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    String name = "mysql-" + versions.mysqlArchive() + "-" + classifier;
    Path home =
        cache.once(
            name,
            folder -> {
              new MySqlArchive(settings, progress).unpack(classifier, folder);
              if (!folder.resolve("bin/mysqld").toFile().setExecutable(true)) {
                throw new ServicesUnavailable(folder + " does not let a program be executed");
              }
            });
    Path mysqld = home.resolve("bin/mysqld");
    Map<String, String> environment = new SystemLibraries(cache, progress).neededBy(mysqld);
    List<String> command =
        new ArrayList<>(List.of(mysqld.toString(), "--no-defaults", "--basedir=" + home));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root"); // it refuses to run as root unless told so
    }
    Path template =
        cache.once(name + "-data", folder -> initialise(command, environment, folder, progress));
    return new MySqlInstallation(List.copyOf(command), environment, template);
  }

  private static void initialise(
      List<String> command, Map<String, String> environment, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept("Preparing an empty MySQL data folder, once");
    List<String> initialise = new ArrayList<>(command);
    initialise.addAll(
        List.of(
            "--datadir=" + folder,
            "--initialize-insecure",
            "--skip-log-bin",
            "--innodb-redo-log-capacity=8M",
            "--innodb-flush-method=nosync",
            "--innodb-doublewrite=0",
            "--innodb-use-native-aio=0"));
    Command.Result result = Command.run(initialise, environment, _ -> {});
    if (result.status() != 0) {
      throw new ServicesUnavailable(
          "MySQL could not make an empty data folder:%n%s".formatted(result.output()));
    }
    Files.delete(folder.resolve("auto.cnf")); // the server's identity, which copies must not share
  }
}
