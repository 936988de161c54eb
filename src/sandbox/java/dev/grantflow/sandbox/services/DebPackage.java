package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Takes a library out of the package that Debian and Ubuntu have for it, as any user may.
record DebPackage(SystemLibrary library) {

  /// Puts the library, under the name that programs look for, into the folder.
  void unpackLibrary(Path folder) throws IOException, InterruptedException {
    if (!onPath("apt-get") || !onPath("dpkg")) {
      throw new ServicesUnavailable(
          "MySQL needs %s: %s".formatted(library.soname(), library.remedy()));
    }
    Path work = Files.createDirectory(folder.resolve("package"));
    Path found = library(unpacked(work));
    Files.copy(found, folder.resolve(library.soname()));
    FileTrees.delete(work);
  }

  private Path unpacked(Path work) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    for (String name : library.deb()) {
      Command.Result download =
          Command.run(List.of("apt-get", "download", name), Map.of(), work, _ -> {});
      Optional<Path> deb = find(work, name + "_");
      if (download.status() == 0 && deb.isPresent()) {
        Path root = work.resolve("root");
        Command.Result unpack =
            Command.run(
                List.of("dpkg", "-x", deb.get().toString(), root.toString()), Map.of(), _ -> {});
        if (unpack.status() == 0) {
          return root;
        }
        said.append(unpack.output()).append(System.lineSeparator());
      }
      said.append(download.output()).append(System.lineSeparator());
    }
    throw new ServicesUnavailable(
        "MySQL needs %s, and apt-get could not download its package (perhaps the package lists are missing): %s%n%s"
            .formatted(library.soname(), library.remedy(), said));
  }

  /// Newer packages name the file with a suffix behind the name that programs look for; the
  /// shortest name that is no link to nowhere is as good as any.
  private Path library(Path root) throws IOException {
    return find(root, library.soname())
        .orElseThrow(
            () ->
                new ServicesUnavailable(
                    "The package of %s does not hold it: %s"
                        .formatted(library.soname(), library.remedy())));
  }

  private static Optional<Path> find(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(Files::isRegularFile)
          .sorted()
          .findFirst();
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
