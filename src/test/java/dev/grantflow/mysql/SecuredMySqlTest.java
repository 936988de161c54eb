package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.Obstacles;
import dev.grantflow.PartialContexts;
import dev.grantflow.docs.DocumentedSettings;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.TokenDeliveries;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.Authority;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.Eavesdropper;
import dev.grantflow.sandbox.services.SecuredServices;
import io.micronaut.jdbc.DataSourceResolver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The package on a real MySQL that takes TLS only, configured as `docs/configuration.md` says.
@Timeout(180)
class SecuredMySqlTest {

  private static final String DRIVER = "datasources.default.data-source-properties.";
  private static final Pattern PORT = Pattern.compile("localhost:(\\d+)");

  @SuppressWarnings("NullAway.Init")
  private SecuredServices services;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @BeforeEach
  void start() {
    Obstacles.skip(SecuredServices.obstacle());
    services = SecuredServices.shared();
    database = services.newDatabase();
  }

  /// What the document says, with an address and a trust store of ours.
  private Map<String, Object> documented(Authority trusted) {
    return DocumentedSettings.below(
        "MySQL over TLS",
        Map.of(
            "jdbc:mysql://mysql.example:3306/grantflow",
            database.jdbcUrl().replaceFirst("\\?.*", ""),
            "/etc/grantflow/mysql-ca.p12",
            trusted.trustStore().toString()));
  }

  private Connection connect(Map<String, Object> settings, int port, String host)
      throws SQLException {
    var properties = new Properties();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(DRIVER)) {
            properties.put(name.substring(DRIVER.length()), value);
          }
        });
    properties.put("user", database.user());
    properties.put("password", database.password());
    var url = requireNonNull(settings.get("datasources.default.url")).toString();
    return DriverManager.getConnection(
        PORT.matcher(url).replaceFirst(host + ":" + port), properties);
  }

  private int port() {
    var port = PORT.matcher(database.jdbcUrl());
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  @Test
  void the_store_works_over_tls() throws Exception {
    var settings = new HashMap<>(documented(services.authority()));
    settings.put("datasources.default.username", database.user());
    settings.put("datasources.default.password", database.password());
    settings.put(SandboxKeyset.PROPERTY, SandboxKeyset.shared());
    try (var context =
            PartialContexts.of(settings, "dev.grantflow.mysql", "dev.grantflow.kafka")
                .singletons((TokenDeliveries) _ -> new TokenDelivery.Inline())
                .start();
        var connection =
            context
                .getBean(DataSourceResolver.class)
                .resolve(context.getBean(DataSource.class))
                .getConnection()) {
      var store = context.getBean(GrantStore.class);

      var added =
          StoredGrants.add(store, StoredGrants.requested(), Instant.parse("2026-03-01T12:00:00Z"));

      assertThat(store.find(added.id())).contains(added);
      assertThat(status(connection, "Ssl_cipher")).isNotEmpty();
      assertThat(status(connection, "Ssl_version")).isIn("TLSv1.2", "TLSv1.3");
    }
  }

  private static String status(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW STATUS LIKE '" + name + "'")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(2);
    }
  }

  @Test
  void whoever_listens_learns_nothing() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port());
        var connection =
            connect(documented(services.authority()), eavesdropper.port(), "localhost");
        var statement = connection.createStatement()) {
      statement.execute("SELECT 'canary'");

      assertThat(eavesdropper.heard())
          .isNotEmpty()
          .doesNotContain(database.user(), database.password(), "canary");
    }
  }

  @Test
  void a_server_of_another_authority_is_refused_before_it_hears_who_asks() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port())) {
      assertThatThrownBy(
              () -> connect(documented(services.stranger()), eavesdropper.port(), "localhost"))
          .isInstanceOf(SQLException.class)
          .hasRootCauseMessage("Path does not chain with any of the trust anchors");

      assertThat(eavesdropper.heard()).isNotEmpty().doesNotContain(database.user());
    }
  }

  @Test
  void a_server_of_another_name_is_refused_before_it_hears_who_asks() throws Exception {
    try (var eavesdropper = Eavesdropper.before(port())) {
      assertThatThrownBy(
              () -> connect(documented(services.authority()), eavesdropper.port(), "127.0.0.1"))
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining("127.0.0.1");

      assertThat(eavesdropper.heard()).isNotEmpty().doesNotContain(database.user());
    }
  }

  @Test
  void the_server_refuses_what_is_not_encrypted() {
    var settings = new HashMap<>(documented(services.authority()));
    settings.put(DRIVER + "sslMode", "DISABLED");
    settings.put(DRIVER + "allowPublicKeyRetrieval", "true");

    assertThatThrownBy(() -> connect(settings, port(), "localhost"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("require_secure_transport=ON");
  }

  @Test
  void handshakes_fail_by_certificate_and_not_by_chance() {
    assertThatThrownBy(() -> connect(documented(services.stranger()), port(), "localhost"))
        .hasStackTraceContaining(SSLHandshakeException.class.getName());
  }
}
