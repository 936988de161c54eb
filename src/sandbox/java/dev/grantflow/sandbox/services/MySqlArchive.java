package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Lets Maven fetch the MySQL server and unpack what is needed of it, so that the user's mirrors,
/// proxies and local repository are used. The profile `mysql-server` says what that is.
final class MySqlArchive {

  private final Settings settings;
  private final Consumer<String> progress;

  MySqlArchive(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  void unpack(String classifier, Path folder) throws IOException, InterruptedException {
    progress.accept("Fetching the MySQL server with Maven (some 550 MB) and unpacking it, once");
    List<String> command =
        new ArrayList<>(
            List.of(
                settings.maven().toString(),
                "-f",
                settings.basedir().resolve("pom.xml").toString(),
                "-Pmysql-server",
                "dependency:unpack@mysql-server",
                "-Dmysql.server.classifier=" + classifier,
                "-Dmysql.server.folder=" + folder,
                "-Dstyle.color=never"));
    settings.repository().ifPresent(path -> command.add("-Dmaven.repo.local=" + path));
    DownloadProgress download = new DownloadProgress(progress);
    Command.Result result =
        Command.run(
            command,
            Map.of("JAVA_HOME", System.getProperty("java.home", "")),
            settings.basedir(),
            download::line);
    if (result.status() != 0) {
      throw new ServicesUnavailable(
          "Maven could not fetch the MySQL server; do without by %s=docker or =addresses, or see what it says:%n%s"
              .formatted(Settings.SERVICES, errors(result.output())));
    }
  }

  private static String errors(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("[ERROR] "))
        .filter(line -> !line.contains("re-run Maven") && !line.contains("Re-run Maven"))
        .limit(5)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
