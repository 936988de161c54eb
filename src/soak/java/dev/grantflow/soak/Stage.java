package dev.grantflow.soak;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.services.Database;
import dev.grantflow.sandbox.services.LocalServices;
import java.util.function.Consumer;

/// All that there is while it plays.
record Stage(
    LocalServices services,
    Database database,
    Topics topics,
    Servers servers,
    Replicas replicas,
    Commands commands,
    Tasks tasks) {

  /// Tells the listener of every event until the tasks end.
  void listen(Consumer<SeenEvent> listener) {
    var tail = new EventTail(services.bootstrapServers(), topics.events(), listener);
    tasks.atEnd(
        () -> {
          tail.close();
          tail.failure().ifPresent(why -> tasks.fail("nobody heard the events any more: " + why));
        });
  }
}
