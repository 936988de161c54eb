package dev.grantflow.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is wrong in one section of the settings. Whoever starts the service is told of everything
/// at once, not of one mistake at each attempt. For one thread.
public final class Faults {

  private final String section;
  private final List<String> sentences = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();

  /// @param section of properties, such as `grantflow.engine`
  public Faults(String section) {
    this.section = section;
  }

  /// @param value as it is told; null means that it is not set
  /// @param demand what it must be, as in *must be from 1 to 10*
  public void check(boolean holds, String property, @Nullable Object value, String demand) {
    if (!holds) {
      add(property, "is %s and must be %s".formatted(value == null ? "not set" : value, demand));
    }
  }

  /// Of two settings that go together. Says nothing where the other is wrong itself: mended, it may
  /// be what this one fits.
  public void checkBeside(
      String other, boolean holds, String property, @Nullable Object value, String demand) {
    check(holds || wrong.contains(other), property, value, demand);
  }

  /// @param fault what follows the property's name
  public void add(String property, String fault) {
    wrong.add(property);
    sentences.add("%s.%s %s".formatted(section, property, fault));
  }

  /// @throws InvalidSettingsException when there were any
  public void end() {
    if (!sentences.isEmpty()) {
      throw new InvalidSettingsException(sentences);
    }
  }
}
