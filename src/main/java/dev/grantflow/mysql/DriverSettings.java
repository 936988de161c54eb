package dev.grantflow.mysql;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/// What is set for Connector/J, as text: it leaves out all that is not, without a word, and numbers
/// and truth values of a YAML file are none.
@Singleton
final class DriverSettings implements BeanCreatedEventListener<DatasourceConfiguration> {

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    var configuration = event.getBean();
    configuration.getDataSourceProperties().replaceAll((_, value) -> value.toString());
    return configuration;
  }
}
