package dev.grantflow;

import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Switches off whatever of the service a task does not need: who migrates a schema must not read
/// commands.
///
/// @param wanted what the names of definitions begin with that stay
record PartOfTheService(List<String> wanted) implements BeanConfiguration {

  private static final String OURS = Grantflow.class.getPackageName();

  PartOfTheService {
    wanted = List.copyOf(wanted);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the framework has it
  public boolean isWithin(BeanDefinitionReference bean) {
    String definition = bean.getBeanDefinitionName();
    return definition.startsWith(OURS + ".") && wanted.stream().noneMatch(definition::startsWith);
  }

  @Override
  public boolean isEnabled(BeanContext context, @Nullable BeanResolutionContext resolution) {
    return false;
  }

  @Override
  public @Nullable Package getPackage() {
    return Grantflow.class.getPackage();
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
