package dev.grantflow;

import dev.grantflow.settings.InvalidSettingsException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The mistakes in the settings, in the order in which they were found, and each told once: what
/// only follows from one that is there is left out.
final class Mistakes {

  private static final Pattern NAME = Pattern.compile("(grantflow\\.|GRANTFLOW_)[^ :,]*");
  private static final Pattern KEY_BLOCK =
      Pattern.compile("(grantflow\\.clients\\.[^.]+\\.keys\\.[^.]+\\.).*");

  /// As variables, whose names can be compared with each other's.
  private final Set<String> names = new HashSet<>();

  private final Set<String> sentences = new LinkedHashSet<>();

  /// A setting that is wrong by itself.
  void add(Fault fault) {
    names.add(KnownSettings.variable(fault.name()));
    sentences.add(fault.sentence());
  }

  /// What one bean says that was made of the settings, once all are added that are wrong by
  /// themselves. Of a setting that others have told of already it is heard no more.
  void addFurther(List<String> found) {
    var told = found.stream().filter(sentence -> !follows(name(sentence))).toList();
    sentences.addAll(told);
    told.forEach(sentence -> names.add(KnownSettings.variable(name(sentence))));
  }

  private static String name(String sentence) {
    var name = NAME.matcher(sentence);
    return name.lookingAt() ? name.group() : sentence;
  }

  /// The setting counts as left out there, or a misspelled one has made a block for a key that
  /// nobody wants.
  private boolean follows(String property) {
    var block = KEY_BLOCK.matcher(property);
    return names.contains(KnownSettings.variable(property))
        || (block.matches()
            && names.stream()
                .anyMatch(it -> it.startsWith(KnownSettings.variable(block.group(1)))));
  }

  /// @throws InvalidSettingsException when there are any
  void end() {
    if (!sentences.isEmpty()) {
      throw new InvalidSettingsException(List.copyOf(sentences));
    }
  }
}
