package dev.grantflow.acceptance.point;

import dev.grantflow.engine.Intake;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

@Singleton
@Requires(property = Armed.POINT)
final class CommandPoints implements BeanCreatedEventListener<Intake> {

  private final Armed armed;

  CommandPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public Intake onCreated(BeanCreatedEvent<Intake> created) {
    var intake = created.getBean();
    return commands -> {
      armed.pass(FailurePoint.COMMANDS_READ);
      Work.ACCEPT.begins();
      intake.accept(commands);
    };
  }
}
