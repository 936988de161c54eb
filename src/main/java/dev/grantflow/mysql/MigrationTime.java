package dev.grantflow.mysql;

import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Migrations take as long as they take: no index over a large table is built within the time that
/// the pool's connections wait for an answer. Their connection is one of the pool's, with all else
/// that is configured for it, TLS above all; the pool sets its own limit again when it gets it
/// back.
@Singleton
@Named(MigrationTime.DATA_SOURCE)
final class MigrationTime implements FlywayConfigurationCustomizer {

  static final String DATA_SOURCE = "default";

  private static final int UNLIMITED = 0;

  @Override
  public void customizeFluentConfiguration(FluentConfiguration flyway) {
    flyway.callbacks(new Unlimited());
  }

  @Override
  public String getName() {
    return DATA_SOURCE;
  }

  private static final class Unlimited implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try {
        context.getConnection().setNetworkTimeout(Runnable::run, UNLIMITED);
      } catch (SQLException away) {
        throw new IllegalStateException("a migration cannot be given its time", away);
      }
    }

    @Override
    public String getCallbackName() {
      return MigrationTime.class.getSimpleName();
    }
  }
}
