package dev.grantflow.sandbox.services;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says every tenth part of a long download, of which Maven tells every few kilobytes.
final class DownloadProgress {

  private static final Pattern MEGABYTES =
      Pattern.compile("Progress \\(\\d+\\): ([\\d.]+)/([\\d.]+) MB");
  private static final double WORTH_TELLING_MB = 10;

  private final Consumer<String> progress;
  private int tenthsTold;

  DownloadProgress(Consumer<String> progress) {
    this.progress = progress;
  }

  void line(String line) {
    Matcher found = MEGABYTES.matcher(line);
    if (!found.find()) {
      return;
    }
    double total = Double.parseDouble(found.group(2));
    int tenths = (int) (10 * Double.parseDouble(found.group(1)) / total);
    if (total >= WORTH_TELLING_MB && tenths > tenthsTold) {
      tenthsTold = tenths;
      progress.accept("  %s of %s MB".formatted(found.group(1), found.group(2)));
    }
  }
}
