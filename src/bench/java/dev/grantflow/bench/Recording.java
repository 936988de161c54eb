package dev.grantflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingFile;

/// Samples by CPU time (JEP 509, on Linux alone) of all Java threads of another process.
record Recording(ProcessHandle process, Path folder) {

  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="%s">
          <setting name="enabled">true</setting>
          <setting name="stackTrace">true</setting>
          <setting name="throttle">5ms</setting>
        </event>
      </configuration>
      """
          .formatted(SAMPLE);

  static Recording start(ProcessHandle process, Path folder) throws Exception {
    var settings = Files.writeString(folder.resolve("cpu.jfc"), SETTINGS);
    var recording = new Recording(process, folder);
    recording.ask("JFR.start", "name=cpu", "settings=" + settings);
    return recording;
  }

  /// @param millis of CPU time that it stands for
  /// @param classes of its frames, the innermost first
  record Sample(double millis, List<String> classes) {}

  List<Sample> stop() throws Exception {
    var file = folder.resolve("cpu.jfr");
    ask("JFR.stop", "name=cpu", "filename=" + file);
    try (var events = new RecordingFile(file)) {
      var samples = new ArrayList<Sample>();
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (event.getEventType().getName().equals(SAMPLE)) {
          var stack = event.getStackTrace();
          samples.add(
              new Sample(
                  event.getDuration("samplingPeriod").toNanos() / 1e6,
                  stack == null
                      ? List.of()
                      : stack.getFrames().stream()
                          .map(frame -> frame.getMethod().getType().getName())
                          .toList()));
        }
      }
      return samples;
    }
  }

  private void ask(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "jcmd").toString());
    command.add(Long.toString(process.pid()));
    command.addAll(List.of(words));
    var log = Files.createTempFile(folder, "jcmd", ".log");
    var asked = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    var answered = asked.start();
    if (!answered.waitFor(30, TimeUnit.SECONDS) || answered.exitValue() != 0) {
      answered.destroyForcibly();
      throw new IllegalStateException(words[0] + " failed: " + Files.readString(log));
    }
  }
}
