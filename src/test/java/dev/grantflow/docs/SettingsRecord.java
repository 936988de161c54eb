package dev.grantflow.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A record that settings are read into.
record SettingsRecord(Class<?> type) {

  /// All of the service's, by name.
  static List<SettingsRecord> all() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.grantflow")
            .stream()
            .map(JavaClass::reflect)
            .filter(Class::isRecord)
            .filter(
                type ->
                    type.isAnnotationPresent(ConfigurationProperties.class)
                        || type.isAnnotationPresent(EachProperty.class))
            .map(SettingsRecord::new)
            .sorted(Comparator.comparing(SettingsRecord::name))
            .toList();
  }

  String name() {
    return type.getSimpleName();
  }

  /// In the order in which they are declared.
  List<Setting> settings() {
    var effects = Javadoc.ofComponents(type);
    var components = type.getRecordComponents();
    var parameters = type.getDeclaredConstructors()[0].getParameters();
    return IntStream.range(0, components.length)
        .filter(i -> !parameters[i].isAnnotationPresent(Parameter.class))
        .mapToObj(
            i ->
                new Setting(
                    prefix(type),
                    i,
                    components[i],
                    parameters[i],
                    effects.getOrDefault(components[i].getName(), "")))
        .filter(setting -> !setting.isBlocks())
        .toList();
  }

  Stream<String> rows() {
    return settings().stream().map(setting -> setting.row(type));
  }

  private static String prefix(Class<?> type) {
    var single = type.getAnnotation(ConfigurationProperties.class);
    if (single != null) {
      return single.value();
    }
    var outer = type.getDeclaringClass();
    var each = type.getAnnotation(EachProperty.class).value();
    return outer == null ? each + ".{name}" : prefix(outer) + "." + each + ".{alias}";
  }
}
