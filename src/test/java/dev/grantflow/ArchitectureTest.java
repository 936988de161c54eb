package dev.grantflow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.grantflow.gnap.signature.Signer;
import dev.grantflow.grant.Secret;
import io.micronaut.core.annotation.Introspected;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which package may know which, and what is done in one place only. The lists are data: whoever
/// needs another entry adds it here, where it is seen in review.
class ArchitectureTest {

  private static final String ROOT = "dev.grantflow";

  /// A package and its subpackages, and which others of ours it may use. A row of its own takes a
  /// subpackage out of its parent's.
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("grant", Set.of()),
          Map.entry("settings", Set.of()),
          Map.entry("shutdown", Set.of("settings")),
          Map.entry("log", Set.of()),
          Map.entry("metrics", Set.of()),
          Map.entry("network", Set.of()),
          Map.entry("file", Set.of()),
          Map.entry("trace", Set.of()),
          Map.entry("egress", Set.of("file", "network", "settings", "trace")),
          Map.entry("gnap", Set.of("grant", "egress", "gnap.signature")),
          Map.entry("gnap.signature", Set.of()),
          Map.entry("wallet", Set.of("grant", "egress", "settings")),
          Map.entry("client", Set.of("file", "grant", "gnap.signature", "settings")),
          Map.entry(
              "engine",
              Set.of(
                  "network",
                  "settings",
                  "grant",
                  "egress",
                  "gnap",
                  "gnap.signature",
                  "wallet",
                  "client",
                  "shutdown",
                  "trace")),
          Map.entry("mysql", Set.of("mysql.encryption", "engine", "grant", "trace")),
          Map.entry("mysql.encryption", Set.of("file", "settings")),
          Map.entry("delivery", Set.of("egress", "engine", "grant", "settings")),
          Map.entry("contract", Set.of("grant")),
          Map.entry(
              "kafka", Set.of("contract", "engine", "grant", "settings", "shutdown", "trace")),
          Map.entry("security", Set.of("network", "egress", "engine", "grant", "settings")),
          Map.entry(
              "probe", Set.of("egress", "gnap", "gnap.signature", "wallet", "client", "grant")),
          Map.entry(
              "web",
              Set.of("network", "contract", "engine", "grant", "client", "security", "settings")));

  /// The entry point starts the service and ends it, tells of settings, and does the tasks that it
  /// is asked to.
  private static final Set<String> ROOT_MAY_USE =
      Set.of("file", "settings", "shutdown", "mysql", "mysql.encryption", "kafka", "probe");

  /// Libraries that one package keeps to itself.
  private static final Map<String, List<String>> ONLY_USED_BY =
      Map.of(
          "egress", List.of("org.apache.hc..", "java.net.http.."),
          "mysql", List.of("java.sql..", "javax.sql..", "io.micronaut.data.."),
          "mysql.encryption", List.of("com.google.crypto.tink.."),
          "kafka", List.of("org.apache.kafka.."),
          "log", List.of("ch.qos.logback.."),
          "trace", List.of("io.opentelemetry.."),
          "security", List.of("io.micronaut.security.."));

  /// Where the clock that all others are handed is made. What only measures how long something
  /// takes (`System.nanoTime`, Caffeine's ticker) tells no time of day and is not meant here.
  private static final Set<String> MAY_READ_THE_CLOCK = Set.of("engine.EngineParts");

  /// Where a secret's bytes leave for the wire, for storage or for a digest, or where what stands
  /// beside a token's value is read.
  private static final Set<String> MAY_REVEAL =
      Set.of(
          "grant.Secret",
          "contract.GrantedIntervals",
          "gnap.BoundToken",
          "gnap.Echo",
          "gnap.GrantRequestBody",
          "gnap.InteractionHash",
          "gnap.SignedCall",
          "contract.InteractContent",
          "contract.SubjectContent",
          "contract.TokenContent",
          "delivery.RecipientKey",
          "mysql.FactsBuilder",
          "engine.CallbackIds",
          "engine.PublicAddress",
          "web.IssuedToken");

  private static final List<String> BANNED_SUFFIXES =
      List.of("Impl", "Manager", "Helper", "Util", "Utils", "Dto", "Data", "Info", "Processor");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages(ROOT)
          .that(describe("written by hand", type -> !isGenerated(type)));

  static Stream<Arguments> owners() {
    return ONLY_USED_BY.entrySet().stream().map(it -> Arguments.of(it.getKey(), it.getValue()));
  }

  @Test
  void there_is_something_to_check() {
    assertThat(CLASSES.contain(Grantflow.class)).isTrue();
    assertThat(CLASSES.contain(Secret.class)).isTrue();
  }

  @Test
  void every_class_stands_in_one_row_of_the_table() {
    assertThat(CLASSES.stream().filter(type -> row(type).isEmpty()))
        .extracting(type -> type.getName().replaceFirst("\\$.*", ""))
        .containsOnly(
            "dev.grantflow.Grantflow",
            "dev.grantflow.ConfiguredSettings",
            "dev.grantflow.Fault",
            "dev.grantflow.HealthCheck",
            "dev.grantflow.KnownSettings",
            "dev.grantflow.Letters",
            "dev.grantflow.Mistakes",
            "dev.grantflow.PartOfTheService",
            "dev.grantflow.Sentences",
            "dev.grantflow.SettingsCheck",
            "dev.grantflow.Tasks",
            "dev.grantflow.UnknownSettings",
            "dev.grantflow.package-info");
  }

  @Test
  void a_package_uses_only_those_that_the_table_allows() {
    assertThat(
            CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::isForbidden))
        .extracting(Dependency::getDescription)
        .isEmpty();
  }

  @Test
  void packages_form_no_cycle() {
    check(slices().matching("dev.grantflow.(**)").should().beFreeOfCycles());
  }

  @Test
  void the_domain_is_plain_java() {
    check(
        classes()
            .that()
            .resideInAPackage(in("grant"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(in("grant"), "java..", "org.jspecify.."));
  }

  @ParameterizedTest
  @MethodSource("owners")
  void a_library_is_used_by_its_own_package_only(String owner, List<String> libraries) {
    check(
        noClasses()
            .that(not(resideInAPackage(in(owner))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(libraries.toArray(String[]::new))));
  }

  @Test
  void time_is_handed_in() {
    assertThat(accesses(ArchitectureTest::readsTheClock, MAY_READ_THE_CLOCK)).isEmpty();
  }

  @Test
  void secrets_are_revealed_only_where_they_leave() {
    assertThat(accesses(ArchitectureTest::reveals, MAY_REVEAL)).isEmpty();
  }

  @Test
  void private_keys_are_held_by_one_class() {
    assertThat(
            CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(it -> it.getTargetClass().getSimpleName().contains("PrivateKeyParameters"))
                .map(it -> it.getOriginClass().getName()))
        .containsOnly("dev.grantflow.gnap.signature.SigningKey");
  }

  @Test
  void what_signs_is_never_serialised() {
    check(
        noClasses()
            .that()
            .areAssignableTo(Signer.class)
            .should()
            .beAssignableTo(Serializable.class)
            .orShould()
            .beAnnotatedWith(Introspected.class)
            .orShould()
            .beMetaAnnotatedWith(Introspected.class));
  }

  @Test
  void nothing_that_runs_in_production_needs_the_sandbox() {
    check(noClasses().should().dependOnClassesThat(resideInAPackage(in("sandbox"))));
  }

  @Test
  void no_field_is_optional() {
    check(
        noFields()
            .should()
            .haveRawType(
                describe("an Optional", type -> type.getName().startsWith("java.util.Optional"))));
  }

  @Test
  void nothing_has_setters() {
    check(
        noMethods()
            .that()
            .doNotHaveFullName(
                "dev.grantflow.kafka.CommandListener.setKafkaConsumer("
                    + "org.apache.kafka.clients.consumer.Consumer)")
            .should()
            .haveNameMatching("set[A-Z].*"));
  }

  @Test
  void a_type_is_named_by_what_it_is() {
    assertThat(CLASSES.stream().map(JavaClass::getName))
        .filteredOn(name -> BANNED_SUFFIXES.stream().anyMatch(name::endsWith))
        .isEmpty();
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String in(String row) {
    return ROOT + "." + row + "..";
  }

  private static boolean isForbidden(Dependency dependency) {
    var target = dependency.getTargetClass().getBaseComponentType();
    if (!isOurs(target)) {
      return false;
    }
    var from = row(dependency.getOriginClass());
    var to = row(target);
    return !from.equals(to)
        && !to.map(used -> from.map(MAY_USE::get).orElse(ROOT_MAY_USE).contains(used))
            .orElse(false);
  }

  /// The sandbox has a rule of its own, and no row.
  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  /// The row that names the class's package, or the nearest one above it.
  private static Optional<String> row(JavaClass type) {
    var place = type.getPackageName() + ".";
    return MAY_USE.keySet().stream()
        .filter(row -> place.startsWith(ROOT + "." + row + "."))
        .max(Comparator.comparingInt(String::length));
  }

  /// Calls and method references alike, told from where they are made.
  private static Stream<String> accesses(Predicate<JavaAccess<?>> wanted, Set<String> allowed) {
    return CLASSES.stream()
        .filter(type -> !allowed.contains(outermost(type)))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(wanted)
        .map(JavaAccess::getDescription);
  }

  private static boolean readsTheClock(JavaAccess<?> access) {
    var owner = access.getTargetOwner().getName();
    var name = access.getTarget().getName();
    return (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")))
        || (owner.equals("java.time.Clock") && name.startsWith("tick") && !name.equals("tick"))
        || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
        || (owner.equals("java.util.Date") && name.equals("<init>"));
  }

  private static boolean reveals(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Secret.class)
        && access.getTarget().getName().equals("reveal");
  }

  private static String outermost(JavaClass type) {
    var within = type.getName().substring(ROOT.length() + 1);
    var nested = within.indexOf('$');
    return nested < 0 ? within : within.substring(0, nested);
  }

  /// What annotation processors add: their names start with a dollar sign or say `$Intercepted`.
  private static boolean isGenerated(JavaClass type) {
    var name = type.getName().substring(type.getPackageName().length() + 1);
    return name.startsWith("$") || name.contains("$Intercepted");
  }
}
