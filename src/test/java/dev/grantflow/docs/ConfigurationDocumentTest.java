package dev.grantflow.docs;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.naming.NameUtils;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` has every setting with its default, and none that there is not.
class ConfigurationDocumentTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(grantflow\\.[^`]+)` \\| (?:`([^`]*)`|–) \\|", Pattern.MULTILINE);

  @Test
  void every_setting_stands_in_the_document_with_its_default() throws IOException {
    var document = Files.readString(Path.of("docs/configuration.md"));

    var documented =
        ROW.matcher(document)
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1),
                    row -> requireNonNullElse(row.group(2), ""),
                    (one, other) -> one,
                    TreeMap::new));

    assertThat(documented).isEqualTo(settings());
  }

  private static Map<String, String> settings() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.grantflow")
            .stream()
            .map(JavaClass::reflect)
            .filter(Class::isRecord)
            .flatMap(ConfigurationDocumentTest::settings)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap::new));
  }

  private static Stream<Map.Entry<String, String>> settings(Class<?> type) {
    var single = type.getAnnotation(ConfigurationProperties.class);
    var each = type.getAnnotation(EachProperty.class);
    if (single == null && each == null) {
      return Stream.empty();
    }
    var prefix = single == null ? prefix(type, each) : single.value();
    var names = Arrays.stream(type.getRecordComponents()).toList();
    var parameters = type.getDeclaredConstructors()[0].getParameters();
    return Stream.iterate(0, i -> i < names.size(), i -> i + 1)
        .filter(i -> !parameters[i].isAnnotationPresent(Parameter.class))
        .filter(i -> !isBlocks(names.get(i)))
        .map(
            i ->
                Map.entry(
                    prefix + "." + NameUtils.hyphenate(names.get(i).getName()),
                    defaultOf(names.get(i), parameters[i].getAnnotation(Bindable.class))));
  }

  private static String prefix(Class<?> type, EachProperty each) {
    var outer = type.getDeclaringClass();
    return outer == null
        ? each.value() + ".{name}"
        : prefix(outer, outer.getAnnotation(EachProperty.class)) + "." + each.value() + ".{alias}";
  }

  /// Whether it holds what is configured in blocks of its own.
  private static boolean isBlocks(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isAnnotationPresent(EachProperty.class);
  }

  /// As the document writes it.
  private static String defaultOf(RecordComponent component, Bindable bindable) {
    if (bindable == null) {
      return "";
    }
    return component.getType().equals(Duration.class)
        ? written(
            ConversionService.SHARED.convert(bindable.defaultValue(), Duration.class).orElseThrow())
        : bindable.defaultValue();
  }

  private static String written(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    var seconds = duration.toSeconds();
    if (seconds >= 2 * 86_400 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds >= 7200 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
