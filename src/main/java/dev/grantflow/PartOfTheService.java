package dev.grantflow;

import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Switches off whatever of the service a task does not need: who migrates a schema must not read
/// commands.
final class PartOfTheService implements BeanConfiguration {

  private static final String OURS = Grantflow.class.getPackageName();

  private final List<String> wanted;
  private final Queue<BeanDefinition<?>> settings = new ConcurrentLinkedQueue<>();

  /// @param wanted what the names of definitions begin with that stay
  PartOfTheService(List<String> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  /// All of the service's settings, those of what is switched off among them: what is set for the
  /// service is no mistake in a task. Known once the framework has asked what is on.
  Collection<BeanDefinition<?>> settings() {
    return List.copyOf(settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the framework has it
  public boolean isWithin(BeanDefinitionReference bean) {
    String definition = bean.getBeanDefinitionName();
    if (!definition.startsWith(OURS + ".")) {
      return false;
    }
    if (bean.getAnnotationMetadata().hasStereotype(ConfigurationReader.class)) {
      settings.add(bean.load());
    }
    return wanted.stream().noneMatch(definition::startsWith);
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
