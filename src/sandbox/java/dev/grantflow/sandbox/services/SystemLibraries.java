package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds out which libraries MySQL misses on this system and gets them without changing it.
final class SystemLibraries {

  private static final String PATH = "LD_LIBRARY_PATH";
  private static final Pattern MISSING =
      Pattern.compile("error while loading shared libraries: ([^:\\s]+):");

  private final UserCache cache;
  private final Consumer<String> progress;

  SystemLibraries(UserCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// The environment in which the program finds its libraries.
  Map<String, String> neededBy(Path program) throws IOException, InterruptedException {
    Map<String, String> environment = new TreeMap<>();
    for (int attempt = 0; attempt <= SystemLibrary.KNOWN.size(); attempt++) {
      Command.Result version =
          Command.run(
              List.of(program.toString(), "--no-defaults", "--version"), environment, _ -> {});
      if (version.status() == 0) {
        return environment;
      }
      Path folder = cached(missing(version));
      environment.merge(PATH, folder.toString(), (first, second) -> first + ":" + second);
    }
    throw new ServicesUnavailable("MySQL does not find the libraries put at " + environment);
  }

  private static SystemLibrary missing(Command.Result version) {
    Matcher missing = MISSING.matcher(version.output());
    String soname = missing.find() ? missing.group(1) : "";
    return SystemLibrary.of(soname)
        .orElseThrow(
            () ->
                new ServicesUnavailable(
                    "MySQL does not run on this system (%s); use Docker, or name running servers with %s=addresses"
                        .formatted(version.output(), Settings.SERVICES)));
  }

  private Path cached(SystemLibrary library) throws IOException, InterruptedException {
    String name = library.soname() + "-" + System.getProperty("os.arch", "");
    return cache.once(
        name,
        folder -> {
          progress.accept(
              "%s is missing: unpacking its package into the cache; the system stays as it is"
                  .formatted(library.soname()));
          new DebPackage(library).unpackLibrary(folder);
        });
  }
}
