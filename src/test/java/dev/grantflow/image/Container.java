package dev.grantflow.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A service of `docker-compose.yml` as a process of this machine, from the files of its image.
///
/// @param root what the image holds
/// @param places what stands for paths and addresses that only a container has
/// @param more variables that are not needed in a container
record Container(
    BuiltImage image,
    Path root,
    ComposeFile.Service service,
    Map<String, String> places,
    Map<String, String> more) {

  /// Where the image's own files lie, which class paths name.
  private static final String APP = "/app/";

  private static final String CLASS_PATH = "@/app/jib-classpath-file";

  static Container of(
      BuiltImage image,
      Path root,
      ComposeFile.Service service,
      Map<String, String> places,
      Map<String, String> more)
      throws IOException {
    if (!Files.exists(root)) {
      image.unpack(root);
    }
    return new Container(image, root, service, places, more);
  }

  /// As the engine would start it.
  Process start(Path log) throws IOException {
    var command = new ArrayList<>(image.words("Entrypoint"));
    command.addAll(service.words("/command"));
    return process(command, log);
  }

  /// As the engine would ask how it is.
  boolean isHealthy(Path log) throws IOException, InterruptedException {
    var test = service.words("/healthcheck/test");
    return process(test.subList(1, test.size()), log).waitFor() == 0;
  }

  private Process process(List<String> command, Path log) throws IOException {
    var builder =
        new ProcessBuilder(translated(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GRANTFLOW_"));
    service.environment().forEach((name, value) -> builder.environment().put(name, here(value)));
    builder.environment().putAll(more);
    return builder.start();
  }

  private List<String> translated(List<String> command) throws IOException {
    var words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    for (var word : command.subList(1, command.size())) {
      words.add(
          word.equals(CLASS_PATH)
              ? here(Files.readString(root.resolve(CLASS_PATH.substring(2))))
              : here(word));
    }
    return words;
  }

  private String here(String text) {
    var here = text.replace(APP, root + APP);
    for (var place : places.entrySet()) {
      here = here.replace(place.getKey(), place.getValue());
    }
    return here;
  }
}
