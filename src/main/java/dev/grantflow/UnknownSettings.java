package dev.grantflow;

import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Settings of ours that there are not: a protection whose name is misspelled would protect
/// nothing, and nobody would hear of it.
final class UnknownSettings {

  private static final String PROPERTY = "grantflow.";
  private static final String VARIABLE = "GRANTFLOW_";

  /// What `application.yml` makes other settings of.
  private static final Pattern READ_BY_FILE = Pattern.compile("GRANTFLOW_(MANAGEMENT_)?PORT");

  /// What Kubernetes tells of services whose names begin as ours does.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "GRANTFLOW_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private static final Pattern PLACE = Pattern.compile("\\[([0-9]+)]");
  private static final Pattern NAMED_BY_NUMBER = Pattern.compile("^GRANTFLOW_.*\\[[0-9]+].");

  private static final Pattern LINK = Pattern.compile("(tcp|udp|sctp)://.*");

  /// The sandbox's, in a section of ours.
  private static final String BOOTSTRAP_SERVERS = "grantflow.kafka.bootstrap-servers";

  private UnknownSettings() {}

  /// Each names the setting that is like it, where there is one.
  static Stream<Fault> faults(Collection<PropertySource> sources, KnownSettings known) {
    return sources.stream()
        .flatMap(source -> unknown(source, known))
        .distinct()
        .sorted()
        .map(
            name ->
                new Fault(
                    asGiven(name),
                    "%s is no setting; %s".formatted(asGiven(name), remedy(name, known))));
  }

  private static String remedy(String name, KnownSettings known) {
    if (NAMED_BY_NUMBER.matcher(name).find()) {
      return "one or two digits between underscores stand for a place in a list: choose a name with"
          + " a letter";
    }
    return known
        .nearest(name.replaceFirst("\\[[0-9]+]$", ""))
        .map("the one like it is %s"::formatted)
        .orElse("those that there are stand in docs/configuration.md");
  }

  private static Stream<String> unknown(PropertySource source, KnownSettings known) {
    return StreamSupport.stream(source.spliterator(), false)
        .filter(name -> !text(source, name).isBlank())
        .filter(
            name ->
                switch (source.getConvention()) {
                  case ENVIRONMENT_VARIABLE -> isUnknownVariable(name, text(source, name), known);
                  case JAVA_PROPERTIES ->
                      name.startsWith(PROPERTY)
                          && !known.has(name)
                          && (!isOfTheJvm(source) || isMeantForUs(name, known));
                });
  }

  private static String text(PropertySource source, String name) {
    var value = source.get(name);
    return value == null ? "" : value.toString();
  }

  private static boolean isUnknownVariable(String name, String value, KnownSettings known) {
    return name.startsWith(VARIABLE)
        && !READ_BY_FILE.matcher(name).matches()
        && !SERVICE_LINK.matcher(asGiven(name)).matches()
        && !(name.endsWith("_PORT") && LINK.matcher(value).matches())
        && !known.hasVariable(name);
  }

  /// The framework takes one or two digits in a variable for a place in a list, and has put them in
  /// brackets before anybody asks.
  private static String asGiven(String name) {
    return name.startsWith(VARIABLE)
        ? PLACE.matcher(name).replaceAll("_$1_").replaceFirst("_$", "")
        : name;
  }

  private static boolean isOfTheJvm(PropertySource source) {
    return source.getName().equals(SystemPropertiesPropertySource.NAME);
  }

  /// System properties are everybody's in the process: those of the build, the sandbox and the
  /// tests begin as ours do (`grantflow.services`). One of them is a setting of ours misspelled
  /// where it is in a section of ours, or like one that is in none.
  private static boolean isMeantForUs(String name, KnownSettings known) {
    return !name.equals(BOOTSTRAP_SERVERS)
        && (known.hasSectionOf(name) || known.nearest(name).isPresent());
  }
}
