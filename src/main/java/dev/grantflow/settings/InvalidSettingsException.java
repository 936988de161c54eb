package dev.grantflow.settings;

import java.util.List;

/// Settings cannot be meant as they are; stops the start. The message has one line for each.
public final class InvalidSettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String[] faults;

  /// @param faults sentences that begin with the setting and say what it is and what it must be
  public InvalidSettingsException(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = faults.toArray(String[]::new);
  }

  /// The sentences one by one, in the order in which they were found.
  public List<String> faults() {
    return List.of(faults);
  }
}
