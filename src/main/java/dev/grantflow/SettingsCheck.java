package dev.grantflow;

import dev.grantflow.settings.CheckedAtStart;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.OrderUtil;
import io.micronaut.core.order.Ordered;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.management.endpoint.annotation.Endpoint;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stops the start when settings are mistaken, and tells of all mistakes at once: of names that
/// there are not, of what cannot be read or is missing, of what is out of range, and of settings
/// that do not go together. First of all, so that nothing has begun by then, and because whoever
/// reads a setting tells of it in other words.
@Context
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsCheck {

  private static final String OURS = SettingsCheck.class.getPackageName() + ".";

  /// @param part which of the service is used, where that is not all of it: names may be those of
  ///   the rest as well, whose values are nobody's business
  /// @throws dev.grantflow.settings.InvalidSettingsException with a sentence for each mistake that
  ///   names setting and remedy
  SettingsCheck(ApplicationContext context, @Nullable PartOfTheService part) {
    var environment = context.getEnvironment();
    var settings = new ConfiguredSettings(environment, context.getAllBeanDefinitions());
    var all = part == null ? settings : new ConfiguredSettings(environment, part.settings());
    var mistakes = new Mistakes();
    UnknownSettings.faults(environment.getPropertySources(), KnownSettings.of(all))
        .forEach(mistakes::add);
    settings.faults().forEach(mistakes::add);
    checked(context).forEach(bean -> mistakes.addFurther(refusal(context, bean)));
    mistakes.end();
  }

  /// Those that say by being made whether settings are right, in an order that does not change.
  /// What there is one of for each name is made by who reads it.
  private static List<? extends BeanDefinition<?>> checked(ApplicationContext context) {
    return context.getAllBeanDefinitions().stream()
        .filter(bean -> bean.getBeanType().getName().startsWith(OURS))
        .filter(
            bean ->
                bean.hasAnnotation(CheckedAtStart.class)
                    || (bean.hasStereotype(ConfigurationReader.class)
                        && !bean.hasStereotype(Endpoint.class)
                        && !bean.isIterable()))
        .sorted(
            Comparator.<BeanDefinition<?>>comparingInt(
                    bean -> OrderUtil.getOrder(bean.getAnnotationMetadata()))
                .thenComparing(bean -> bean.getBeanType().getName()))
        .toList();
  }

  /// Where it is refused for something else than a setting, the start itself stumbles over that.
  private static List<String> refusal(ApplicationContext context, BeanDefinition<?> bean) {
    try {
      var _ = context.getBean(bean);
      return List.of();
    } catch (RuntimeException refused) {
      return Sentences.of(refused);
    }
  }
}
