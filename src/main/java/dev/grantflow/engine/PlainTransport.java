package dev.grantflow.engine;

import io.micronaut.core.naming.conventions.StringConvention;
import io.micronaut.core.value.PropertyResolver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the settings of MySQL's and Kafka's clients leave unprotected where they lead to another
/// machine. Both clients fall back to the clear without a word, and so they do when the name of a
/// setting is not spelled to the letter. Addresses are not quoted: they may hold a password.
final class PlainTransport {

  private static final String URL = "datasources.default.url";
  private static final String DRIVER = "datasources.default.data-source-properties";
  private static final String SERVERS = "bootstrap.servers";
  private static final String PROTOCOL = "security.protocol";
  private static final String VERIFICATION = "ssl.endpoint.identification.algorithm";

  /// As the driver reads it: upper and lower case count, in names and not in values.
  private static final Pattern SSL_MODE = Pattern.compile("(?<![A-Za-z])sslMode\\s*=([^&,)]*)");

  /// The driver decodes names too, so that any may be the one above in disguise.
  private static final Pattern ENCODED_NAME = Pattern.compile("[?&(,][^?&(),=]*%[^?&(),=]*=");

  private static final Set<String> VERIFIED = Set.of("verify_ca", "verify_identity");
  private static final Set<String> TLS = Set.of("ssl", "sasl_ssl");

  private PlainTransport() {}

  /// Empty where MySQL is on this machine or not used, or its certificate is verified.
  static Optional<String> toMySql(PropertyResolver settings) {
    var url = settings.getProperty(URL, String.class).orElse("");
    if (url.isEmpty()
        || isHere(url)
        || !settings.getProperty("datasources.default.enabled", Boolean.class).orElse(true)) {
      return Optional.empty();
    }
    var query = url.indexOf('?') < 0 ? "" : url.substring(url.indexOf('?'));
    var forAll =
        Stream.concat(
                modes(query),
                Stream.ofNullable(
                    settings.getProperties(DRIVER, StringConvention.RAW).get("sslMode")))
            .map(Object::toString)
            .toList();
    return !forAll.isEmpty()
            && !ENCODED_NAME.matcher(url).find()
            && areIn(VERIFIED, forAll.stream())
            && areIn(VERIFIED, modes(url))
        ? Optional.empty()
        : Optional.of(
            "MySQL (datasources.default.url, MYSQL_URL) without its certificate being verified,"
                + " perhaps in the clear: set sslMode=VERIFY_IDENTITY, spelled like this, as a"
                + " parameter of the URL or in datasources.default.data-source-properties");
  }

  private static Stream<String> modes(String url) {
    return SSL_MODE.matcher(url).results().map((MatchResult mode) -> mode.group(1));
  }

  /// Lists of hosts in parentheses are taken for other machines, and so is a URL without a host: it
  /// leads wherever a property says.
  private static boolean isHere(String url) {
    var authority = url.replaceFirst("^[^/]*//", "").replaceFirst("[/?].*$", "");
    var hosts = authority.substring(authority.lastIndexOf('@') + 1);
    return Loopback.areHosts(hosts);
  }

  /// Empty where Kafka is on this machine or not used, or is reached by TLS.
  static Optional<String> toKafka(PropertyResolver settings) {
    if (!settings.getProperty("kafka.enabled", Boolean.class).orElse(true)
        || brokers(settings).allMatch(Loopback::areHosts)) {
      return Optional.empty();
    }
    if (settings.getProperty("kafka." + PROTOCOL, String.class).isEmpty()
        || !areIn(TLS, clients(settings, PROTOCOL, String.class))) {
      return Optional.of(
          "Kafka (kafka.bootstrap.servers, KAFKA_BOOTSTRAP_SERVERS) in the clear: set"
              + " kafka.security.protocol to SASL_SSL or SSL");
    }
    return areIn(Set.of("https"), clients(settings, VERIFICATION, String.class))
        ? Optional.empty()
        : Optional.of(
            "Kafka without the brokers' names being verified: leave"
                + " kafka.ssl.endpoint.identification.algorithm out");
  }

  /// Those of all clients, and those that single ones have of their own; where there is none,
  /// `localhost` is meant.
  private static Stream<String> brokers(PropertyResolver settings) {
    return clients(settings, SERVERS, String[].class).map(hosts -> String.join(",", hosts));
  }

  /// What is said for all of Kafka's clients, and for single ones.
  private static <T> Stream<T> clients(PropertyResolver settings, String name, Class<T> type) {
    return Stream.concat(
            Stream.of("kafka"),
            List.of("kafka.consumers", "kafka.producers").stream()
                .flatMap(
                    kind ->
                        settings.getPropertyEntries(kind).stream()
                            .map(client -> kind + "." + client)))
        .flatMap(prefix -> settings.getProperty(prefix + "." + name, type).stream());
  }

  private static boolean areIn(Set<String> wanted, Stream<String> values) {
    return values.allMatch(value -> wanted.contains(value.strip().toLowerCase(Locale.ROOT)));
  }
}
