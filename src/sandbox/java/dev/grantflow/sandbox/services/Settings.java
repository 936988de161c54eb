package dev.grantflow.sandbox.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What system properties and the environment say.
///
/// @param cache kept from run to run: servers unpacked and prepared
/// @param maven the command that fetches the MySQL server
/// @param repository Maven's local repository, empty for Maven's own choice
record Settings(
    Wanted wanted,
    Optional<Addresses> addresses,
    Path cache,
    Path basedir,
    Path maven,
    Optional<Path> repository) {

  static final String SERVICES = "grantflow.services";
  static final String MYSQL_URL = "grantflow.mysql.url";
  static final String MYSQL_USER = "grantflow.mysql.user";
  static final String MYSQL_PASSWORD = "grantflow.mysql.password";
  static final String BOOTSTRAP_SERVERS = "grantflow.kafka.bootstrap-servers";
  static final String CACHE = "grantflow.cache";

  static Settings ofThisJvm() {
    return of(System::getProperty, System.getenv());
  }

  static Settings of(
      Function<String, @Nullable String> properties, Map<String, String> environment) {
    Function<String, Optional<String>> property =
        name -> Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    Path basedir =
        Path.of(property.apply("grantflow.basedir").orElse("")).toAbsolutePath().normalize();
    return new Settings(
        Wanted.of(property.apply(SERVICES).orElse("auto")),
        addresses(property),
        property.apply(CACHE).map(Path::of).orElseGet(() -> cache(property, environment)),
        basedir,
        property
            .apply("grantflow.maven.home")
            .map(home -> Path.of(home, "bin", "mvn"))
            .orElse(basedir.resolve("mvnw")),
        property.apply("grantflow.maven.repository").map(Path::of));
  }

  private static Path cache(
      Function<String, Optional<String>> property, Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path parent =
        xdg.isBlank() ? Path.of(property.apply("user.home").orElse(""), ".cache") : Path.of(xdg);
    return parent.toAbsolutePath().resolve("grantflow");
  }

  /// Some addresses without the others are a mistake rather than a wish for something else.
  private static Optional<Addresses> addresses(Function<String, Optional<String>> property) {
    List<String> missing = new ArrayList<>();
    for (String name : List.of(MYSQL_URL, MYSQL_USER, BOOTSTRAP_SERVERS)) {
      if (property.apply(name).isEmpty()) {
        missing.add(name);
      }
    }
    if (missing.size() == 3) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw new ServicesUnavailable(
          "Addresses of services are given, but not all of them: set %s too"
              .formatted(String.join(" and ", missing)));
    }
    return Optional.of(
        new Addresses(
            property.apply(MYSQL_URL).orElseThrow(),
            property.apply(MYSQL_USER).orElseThrow(),
            property.apply(MYSQL_PASSWORD).orElse(""),
            property.apply(BOOTSTRAP_SERVERS).orElseThrow()));
  }
}
