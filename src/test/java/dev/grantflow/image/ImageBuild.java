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

  private static final Path PROJECT = Path.of(System.getProperty("grantflow.basedir"));
  private static final String CHECK = "enforcer:enforce@image-properties";

  private static final Pattern EXECUTION =
      Pattern.compile("<id>(the-(?:sandbox-)?image-[^<]+)</id>");

  private ImageBuild() {}

  /// @param base a tar
  /// @param folder where both images go
  /// @return what Maven printed
  static String run(Path base, Path folder) throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    words.add("-Dimage.base=tar://" + base);
    words.add("-Dimage.folder=" + folder);
    words.add("-Dimage.platforms=linux/amd64");
    words.add(CHECK);
    executions(PROJECT).forEach(id -> words.add("jib:buildTar@" + id));
    words.add("antrun:run@where-the-images-are");
    var log = folder.resolve("maven.log");
    if (maven(log, words) != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    return Files.readString(log);
  }

  /// What Maven printed when it did not take the property.
  static String refusal(String property, Path folder) throws IOException, InterruptedException {
    var log = folder.resolve("refusal.log");
    if (maven(log, List.of(property, CHECK)) == 0) {
      throw new IllegalStateException(property + " was taken");
    }
    return Files.readString(log);
  }

  private static int maven(Path log, List<String> words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("grantflow.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "-f",
                PROJECT.resolve("pom.xml").toString(),
                "-Pimage",
                "-Dmaven.repo.local=" + System.getProperty("grantflow.maven.repository")));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return builder.redirectOutput(log.toFile()).start().waitFor();
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
