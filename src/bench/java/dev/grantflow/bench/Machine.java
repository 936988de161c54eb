package dev.grantflow.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the figures were taken on.
record Machine(String system, int processors, String model, long memoryMegabytes, String jvm) {

  static Machine ofThisJvm() throws IOException {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        "%s %s (%s)".formatted(system.getName(), system.getVersion(), system.getArch()),
        system.getAvailableProcessors(),
        processorModel(),
        system.getTotalMemorySize() >> 20,
        "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()));
  }

  private static String processorModel() throws IOException {
    var processors = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(processors)) {
      return "n/a";
    }
    try (var lines = Files.lines(processors)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("n/a");
    }
  }
}
