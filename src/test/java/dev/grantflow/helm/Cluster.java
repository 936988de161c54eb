package dev.grantflow.helm;

import static java.util.Objects.requireNonNull;

import dev.grantflow.Grantflow;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// As much of a cluster as a container notices: its arguments, its environment, and what is mounted
/// at `/etc/grantflow`. A container is a process here.
///
/// @param etc stands for that folder
/// @param secrets entries by the name of the Secret and their own
record Cluster(Path etc, Map<String, String> secrets) {

  private static final String MOUNTED = "/etc/grantflow";

  /// @param log where it writes
  /// @param more arguments beside its own
  Process run(Installation installation, Workload workload, Path log, String... more)
      throws IOException {
    Files.writeString(
        etc.resolve("application.yml"), installation.settings().replace(MOUNTED, etc.toString()));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Grantflow.class.getName()));
    command.addAll(workload.own().getArgs());
    command.addAll(List.of(more));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(GRANTFLOW|MYSQL|KAFKA)_.*"));
    workload.own().getEnv().forEach(it -> builder.environment().put(it.getName(), value(it)));
    return builder.start();
  }

  private String value(EnvVar variable) {
    if (variable.getValue() != null) {
      return variable.getValue().replace(MOUNTED, etc.toString());
    }
    var secret = variable.getValueFrom().getSecretKeyRef();
    return requireNonNull(secrets.get(secret.getName() + "/" + secret.getKey()));
  }
}
