package dev.grantflow.sandbox;

import java.io.PrintStream;

/// Tells a story in numbered lines, as things happen on several threads.
public final class Narrator {

  private final PrintStream out;
  private int lines;

  public Narrator(PrintStream out) {
    this.out = out;
  }

  /// A line that begins a chapter.
  public synchronized void chapter(String text) {
    out.printf("%n%s%n", text);
  }

  /// @param who a short word on who did it
  public synchronized void tell(String who, String text) {
    lines++;
    out.printf("%3d  %-13s %s%n", lines, who, text);
  }

  /// A line outside the numbering.
  public synchronized void say(String text) {
    out.println(text);
  }
}
