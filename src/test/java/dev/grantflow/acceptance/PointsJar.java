package dev.grantflow.acceptance;

import dev.grantflow.acceptance.point.FailurePoint;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// The failure points as a library of their own, for the class path of a child process.
final class PointsJar {

  private PointsJar() {}

  static Path make(Path folder) throws IOException, URISyntaxException {
    var classes =
        Path.of(FailurePoint.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var jar = folder.resolve("failure-points.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var found = Files.walk(classes)) {
      for (var file : found.toList()) {
        var name = classes.relativize(file).toString().replace('\\', '/');
        if (Files.isDirectory(file) && isAbove(name)) {
          out.putNextEntry(new JarEntry(name + "/"));
          out.closeEntry();
        } else if (isOurs(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
    return jar;
  }

  /// The framework looks for folders, so they need entries.
  private static boolean isAbove(String name) {
    return name.startsWith("META-INF");
  }

  /// The classes, and the files by which the framework finds its beans among them.
  private static boolean isOurs(String name) {
    var points = FailurePoint.class.getPackageName();
    return name.startsWith(points.replace('.', '/') + "/")
        || (name.startsWith("META-INF/micronaut/") && name.contains("/" + points + "."));
  }
}
