package dev.grantflow.bench;

import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import org.jspecify.annotations.Nullable;

/// Switches off all beans of the service.
final class NothingOfOurs implements BeanConfiguration {

  private static final String OURS = "dev.grantflow";

  @Override
  @SuppressWarnings("rawtypes") // as the framework has it
  public boolean isWithin(BeanDefinitionReference bean) {
    return bean.getBeanDefinitionName().startsWith(OURS + ".");
  }

  @Override
  public boolean isEnabled(BeanContext context, @Nullable BeanResolutionContext resolution) {
    return false;
  }

  @Override
  public @Nullable Package getPackage() {
    return NothingOfOurs.class.getPackage();
  }

  @Override
  public String getName() {
    return OURS;
  }

  @Override
  public @Nullable String getVersion() {
    return null;
  }
}
