package dev.grantflow.web;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;

/// Keeps the API shut unless it is switched on.
public final class ApiIsOn implements Condition {

  @Override
  @SuppressWarnings("rawtypes") // as the framework has it
  public boolean matches(ConditionContext context) {
    return context.getProperty("grantflow.api.enabled", Boolean.class).orElse(false);
  }
}
