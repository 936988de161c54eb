package dev.grantflow.sandbox;

import dev.grantflow.Grantflow;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.FreePorts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The service itself, started in this JVM with the configuration that a platform would give it.
public final class GrantflowService implements AutoCloseable {

  private final ApplicationContext context;
  private final URI uri;
  private final URI managementUri;

  private GrantflowService(ApplicationContext context, URI uri, URI managementUri) {
    this.context = context;
    this.uri = uri;
    this.managementUri = managementUri;
  }

  /// Starts it and returns when it serves. One after the other, whoever asks: what Micronaut keeps
  /// of annotated methods it keeps once for all of its contexts, and in the settings of the one
  /// that came last.
  ///
  /// @param port where it listens
  /// @param more properties beside those for the database, the broker and its own address
  public static synchronized GrantflowService start(
      Database database, String bootstrapServers, int port, Map<String, Object> more) {
    URI uri = URI.create("http://127.0.0.1:" + port);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("micronaut.server.host", "127.0.0.1");
    properties.put("micronaut.server.port", port);
    var managementPort = freePort();
    properties.put("endpoints.all.port", managementPort);
    properties.put("grantflow.sandbox", true);
    properties.put("grantflow.egress.ports", "any");
    properties.put("grantflow.public-uri", uri);
    // All users of a sandbox come from one address.
    properties.put("grantflow.http.calls-per-source", 1_000_000);
    properties.put("datasources.default.url", database.jdbcUrl());
    properties.put("datasources.default.username", database.user());
    properties.put("datasources.default.password", database.password());
    properties.put("kafka.bootstrap.servers", bootstrapServers);
    properties.put(SandboxKeyset.PROPERTY, SandboxKeyset.shared());
    properties.putAll(more);
    ApplicationContext context =
        Micronaut.build(new String[0])
            .mainClass(Grantflow.class)
            .banner(false)
            .properties(properties)
            .start();
    return new GrantflowService(context, uri, URI.create("http://127.0.0.1:" + managementPort));
  }

  public URI uri() {
    return uri;
  }

  /// Where its health, its metrics and what is set aside can be seen.
  public URI managementUri() {
    return managementUri;
  }

  /// A part of it, for tests that have to know what it knows.
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  private static int freePort() {
    try {
      return FreePorts.choose(1).getFirst();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    context.getBean(EmbeddedServer.class).stop();
    context.close();
  }
}
