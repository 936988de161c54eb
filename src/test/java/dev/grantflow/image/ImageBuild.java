package dev.grantflow.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `./mvnw -Pimage` without what comes before it: the jar of this build is what is packed.
final class ImageBuild {

  static final String GRANTFLOW = "grantflow-image.tar";
  static final String SANDBOX = "grantflow-sandbox-image.tar";

  private static final Pattern EXECUTION =
      Pattern.compile("<id>(the-(?:sandbox-)?image-[^<]+)</id>");

  private ImageBuild() {}

  /// @param base a tar
  /// @param folder where both images go
  /// @return what Maven printed
  static String run(Path base, Path folder) throws IOException, InterruptedException {
    var project = Path.of(System.getProperty("grantflow.basedir"));
    var log = folder.resolve("maven.log");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("grantflow.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Pimage",
                "-Dimage.base=tar://" + base,
                "-Dimage.folder=" + folder,
                "-Dimage.platforms=linux/amd64",
                "-Dmaven.repo.local=" + System.getProperty("grantflow.maven.repository")));
    executions(project).forEach(id -> command.add("jib:buildTar@" + id));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    return Files.readString(log);
  }

  /// Their ids are sentences; see the profile.
  private static List<String> executions(Path project) throws IOException {
    var ids =
        EXECUTION
            .matcher(Files.readString(project.resolve("pom.xml")))
            .results()
            .map(id -> id.group(1))
            .toList();
    if (ids.size() != 2) {
      throw new IllegalStateException("the profile makes two images, and these were found: " + ids);
    }
    return ids;
  }
}
